import { HistoryEvent } from '../../functions/ledger/history-event.ts';
import { eventKey } from '../../functions/ledger/item-keys.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { type ApprovalMachine, approvalInput, executionName, needsExecution } from '../../functions/task/approval-machine.ts';
import { type RestartExecutionDeps, restartExecution } from '../../functions/task/restart-execution.ts';

const Newest = HistoryEvent.pick({ at: true });

export type RestartLostDeps = RestartExecutionDeps & {
  readonly machine: Pick<ApprovalMachine, 'start' | 'statusOf'>;
  /** Stops executions that run and wait in vain; the restart consumer hears of their end and orders another run. @default none are stopped */
  readonly stuck?: {
    /** Why the execution of a dossier will not move it on; undefined when it will. */
    readonly why: (meta: Meta) => Promise<string | undefined>;
    readonly stop: (execution: string, cause: string) => Promise<void>;
  };
  /** Told of every dossier that was looked at and is not in order by itself. */
  readonly onDone: (done: Restarted) => void;
};

/** What became of one dossier. */
export type Restarted =
  /** `run` is the newest run now: in a dry run, the one that would be ordered. */
  | {
      readonly kind: 'restarted' | 'started' | 'would-restart' | 'would-start';
      readonly dossierId: string;
      readonly run: number;
      readonly status: string;
    }
  | { readonly kind: 'stopped' | 'would-stop'; readonly dossierId: string; readonly run: number; readonly why: string }
  | { readonly kind: 'skipped'; readonly dossierId: string; readonly reason: string };

export type Totals = {
  readonly looked: number;
  readonly running: number;
  readonly ordered: number;
  readonly stopped: number;
  /** Whether nothing was left undone because of `max`. */
  readonly complete: boolean;
};

/**
 * Finds dossiers that are with the agencies and whose execution does not run, and orders a new run by the step that the restart
 * consumer takes: it holds only while the lost run is the newest one, so that two operators, or the consumer and an operator, order
 * one run. One that was never started is started under its own name, which nobody can do twice.
 */
export const restartLost =
  (deps: RestartLostDeps) =>
  async (dossiers: AsyncIterable<Meta>, { max, dryRun }: { readonly max: number; readonly dryRun: boolean }): Promise<Totals> => {
    const { machine, ledger, stuck, onDone } = deps;

    /** The time of the step: an operator's clock may be behind the cell's, and no event is older than the one before it. */
    const now = async ({ dossierId, n }: Meta): Promise<Date> => {
      const newest = Newest.safeParse(await ledger.readItem(eventKey(dossierId, n))).data;
      return new Date(Math.max(deps.clock.now().getTime(), newest ? Date.parse(newest.at) : 0));
    };

    const restart = async (meta: Meta, status: string | undefined): Promise<Restarted> => {
      const { dossierId, run } = meta;
      const told = { dossierId, status: status ?? 'never started' };
      if (dryRun) return status ? { ...told, kind: 'would-restart', run: run + 1 } : { ...told, kind: 'would-start', run };
      if (!status) {
        const kind = await machine.start(executionName(dossierId, run), approvalInput(meta));
        return kind === 'started' ? { ...told, kind, run } : { kind: 'skipped', dossierId, reason: `run ${run} was started meanwhile` };
      }
      const at = await now(meta);
      const done = await restartExecution({ ...deps, clock: { now: () => at } })({ dossierId, run, status, cause: 'restart-executions' });
      if (done.kind === 'restarted') return { ...told, kind: 'restarted', run: done.run };
      return { kind: 'skipped', dossierId, reason: 'somebody else ordered a newer run, or the dossier needs none any more' };
    };

    let looked = 0;
    let running = 0;
    let ordered = 0;
    let stopped = 0;
    for await (const meta of dossiers) {
      looked += 1;
      const { dossierId, run, state } = meta;
      if (!needsExecution(meta)) {
        onDone({ kind: 'skipped', dossierId, reason: run > 0 ? `it is ${state}` : `it is ${state}: no execution was ordered yet` });
        continue;
      }
      const status = await machine.statusOf(executionName(dossierId, run));
      if (status === 'RUNNING') {
        running += 1;
        const why = await stuck?.why(meta);
        if (!stuck || why === undefined) continue;
        if (ordered + stopped >= max) return { looked, running, ordered, stopped, complete: false };
        if (!dryRun) await stuck.stop(executionName(dossierId, run), why);
        stopped += 1;
        onDone({ kind: dryRun ? 'would-stop' : 'stopped', dossierId, run, why });
        continue;
      }
      if (ordered + stopped >= max) return { looked, running, ordered, stopped, complete: false };
      const done = await restart(meta, status);
      if (done.kind !== 'skipped') ordered += 1;
      onDone(done);
    }
    return { looked, running, ordered, stopped, complete: true };
  };
