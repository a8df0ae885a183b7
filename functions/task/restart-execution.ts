import * as z from 'zod';
import { DossierId, type Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { needsExecution } from './approval-machine.ts';

export type RestartExecutionDeps = StepDeps & { readonly clock: Clock };

/** A run of a dossier whose execution is lost, and how it ended. */
export const LostRun = z.object({
  dossierId: DossierId,
  run: z.int().positive(),
  status: z.string(),
  /** Id of what told of it. */
  cause: z.string().optional(),
});
export type LostRun = z.infer<typeof LostRun>;

export type RestartExecutionOutcome =
  | { readonly kind: 'restarted'; readonly run: number }
  /** Nothing to restart: the dossier needs no execution any more, or a newer run has been ordered already. */
  | { readonly kind: 'outdated' };

/**
 * Orders a new run for a dossier whose execution was lost. The order is an event like any other: the table raises `run`, and the
 * consumer of the event starts the execution, which finds closed tasks closed.
 */
export const restartExecution = (deps: RestartExecutionDeps) => {
  const { clock } = deps;

  return async ({ dossierId, run: lost, status, cause }: LostRun): Promise<RestartExecutionOutcome> => {
    const done = await takePlainStep(deps)(dossierId, (meta: Meta): Decided<{ readonly kind: 'outdated' }> => {
      if (meta.run !== lost || !needsExecution(meta)) return { outcome: { kind: 'outdated' } };
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
        throw new Error(`run ${lost} is one of dossier ${dossierId}, which does not exist`);
      default:
        return done;
    }
  };
};
