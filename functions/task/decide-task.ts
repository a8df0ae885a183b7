import type { Staff } from '../platform/caller.ts';
import { type CloseTaskDeps, type CloseTaskOutcome, closeTask } from './close-task.ts';

export type DecideTaskInput = {
  readonly caller: Pick<Staff, 'sub' | 'office'>;
  readonly taskId: string;
  readonly decision: 'GRANT' | 'REFUSE';
  readonly reason?: string | undefined;
  readonly legalBasis?: string | undefined;
  readonly cause: string;
};

/** The decision of the competent agency, taken by an officer of the task's office. */
export const decideTask = (deps: CloseTaskDeps) => {
  const close = closeTask(deps);

  return ({ caller: { sub, office }, taskId, decision, reason, legalBasis, cause }: DecideTaskInput): Promise<CloseTaskOutcome> =>
    close({
      taskId,
      answer: decision,
      closedBy: sub,
      words: { reason, legalBasis },
      role: 'competent',
      by: { kind: 'staff', id: sub },
      cause,
      owns: (task) => task.office === office,
      event: (timing, opened) => ({
        type: 'task.decided',
        data: { taskId, office, decision, timing, ...(opened.length > 0 && { opened: [...opened] }) },
      }),
    });
};
