import { type DelayedQueue, retryDelayS } from '../platform/delayed-queue.ts';
import { parseExecutionName } from './approval-machine.ts';
import type { LostRun } from './restart-execution.ts';

/** A restart whose time has come: what the consumer sends to itself with a delay. */
export type DueRestart = { readonly restartDue: LostRun };

export type DelayRestartDeps = { readonly machineArn: string; readonly queue: DelayedQueue<DueRestart> };

/** The part of "Step Functions Execution Status Change" that is read. */
export type ExecutionStatus = { readonly stateMachineArn: string; readonly name: string; readonly status: string };

export type DelayRestartOutcome =
  | { readonly kind: 'delayed'; readonly delaySeconds: number }
  /** Another machine, another status, or an execution that someone started by hand under a name of his own. */
  | { readonly kind: 'not-ours' };

const lostStatuses: readonly string[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * Puts the restart of a lost execution off: half a minute after the first run, twice as long after each further one, at most a
 * quarter of an hour. What makes one execution fail mostly makes the next one fail too; so an outage costs a dossier few runs,
 * however long it lasts, and needs no last run.
 */
export const delayRestart =
  ({ machineArn, queue }: DelayRestartDeps) =>
  async ({ stateMachineArn, name, status }: ExecutionStatus, cause: string): Promise<DelayRestartOutcome> => {
    const lost = stateMachineArn === machineArn && lostStatuses.includes(status) ? parseExecutionName(name) : undefined;
    if (!lost) return { kind: 'not-ours' };
    const delaySeconds = retryDelayS(lost.run - 1);
    await queue.send({ restartDue: { ...lost, status, cause } }, delaySeconds);
    return { kind: 'delayed', delaySeconds };
  };
