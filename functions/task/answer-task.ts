import type { AgencySystem } from '../platform/caller.ts';
import { type CloseTaskDeps, type CloseTaskOutcome, closeTask } from './close-task.ts';

export type AnswerTaskInput = {
  readonly caller: Pick<AgencySystem, 'system'>;
  readonly taskId: string;
  readonly answer: 'POSITIVE' | 'NEGATIVE';
  readonly note?: string | undefined;
  readonly cause: string;
};

/** The opinion of a consulted agency. It advises: a negative one never ends the plan. */
export const answerTask = (deps: CloseTaskDeps) => {
  const close = closeTask(deps);

  return ({ caller: { system }, taskId, answer, note, cause }: AnswerTaskInput): Promise<CloseTaskOutcome> =>
    close({
      taskId,
      answer,
      closedBy: system,
      words: { note },
      role: 'consulted',
      by: { kind: 'agency', id: system },
      cause,
      owns: ({ agency }) => agency === system,
      event: (timing, opened) => ({
        type: 'task.answered',
        data: { taskId, agency: system, answer, timing, ...(opened.length > 0 && { opened: [...opened] }) },
      }),
    });
};
