import type { Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { needsExecution, parseExecutionName } from './approval-machine.ts';

/** Runs of one dossier. What fails so often fails for a reason that a restart does not mend. */
export const MOST_RUNS = 25;

export type RestartExecutionDeps = StepDeps & { readonly clock: Clock; readonly machineArn: string };

/** The part of "Step Functions Execution Status Change" that is read. */
export type ExecutionStatus = { readonly stateMachineArn: string; readonly name: string; readonly status: string };

export type RestartExecutionOutcome =
  | { readonly kind: 'restarted'; readonly run: number }
  /** Nothing to restart: the dossier needs no execution any more, or a newer run has been ordered already. */
  | { readonly kind: 'outdated' }
  /** Another machine, another status, or an execution that someone started by hand under a name of his own. */
  | { readonly kind: 'not-ours' };

/** A dossier's executions failed too often; the message goes to the dead letter queue, whose alarm calls a person. */
class RestartsExhausted extends Error {
  constructor(dossierId: string) {
    super(`dossier ${dossierId} has used up its ${MOST_RUNS} runs`);
    this.name = 'RestartsExhausted';
  }
}

const lostStatuses: readonly string[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * Orders a new run for a dossier whose execution was lost. The order is an event like any other: the table raises `run`, and the
 * consumer of the event starts the execution, which finds closed tasks closed.
 */
export const restartExecution = (deps: RestartExecutionDeps) => {
  const { clock, machineArn } = deps;

  return async ({ stateMachineArn, name, status }: ExecutionStatus, cause: string): Promise<RestartExecutionOutcome> => {
    const lost = stateMachineArn === machineArn && lostStatuses.includes(status) ? parseExecutionName(name) : undefined;
    if (!lost) return { kind: 'not-ours' };

    const done = await takeStep(deps)(lost.dossierId, (meta: Meta): Decided<{ readonly kind: 'outdated' }> => {
      if (meta.run !== lost.run || !needsExecution(meta)) return { outcome: { kind: 'outdated' } };
      if (meta.run >= MOST_RUNS) throw new RestartsExhausted(lost.dossierId);
      const run = meta.run + 1;
      return {
        step: {
          at: clock.now(),
          by: { kind: 'system', id: 'restart-execution' },
          cause,
          events: [{ event: { type: 'dossier.execution-restarted', data: { run, reason: status } } }],
          change: { run },
        },
      };
    });
    switch (done.kind) {
      case 'taken':
        return { kind: 'restarted', run: done.meta.run };
      case 'not-found':
        throw new Error(`execution ${name} is named for a dossier that does not exist`);
      case 'refused':
        throw new Error(`a restart creates nothing that could be there already, yet ${done.by}`);
      default:
        return done;
    }
  };
};
