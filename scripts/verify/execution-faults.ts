import { dossierPartition, metaKey } from '../../functions/ledger/item-keys.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readStoredMeta } from '../../functions/ledger/stored-meta.ts';
import { type ApprovalMachine, executionName, needsExecution, parseExecutionName } from '../../functions/task/approval-machine.ts';
import { type DossierItems, readItems } from './dossier-items.ts';
import { stuckApproval } from './stuck-approval.ts';
import type { Table } from './table.ts';
import type { Fault } from './verify.ts';

export type Executions = {
  readonly table: Pick<Table, 'items' | 'partition'>;
  readonly machine: Pick<ApprovalMachine, 'statusOf'>;
  /** Names of those that run, listed before the table was read. */
  readonly running: ReadonlySet<string>;
  /** The cell's time, by which what has just happened is told from what has stopped. */
  readonly now: Date;
};

/**
 * Holds dossiers against their executions: one that is with the agencies has a running execution of its newest run, one at its end has
 * none, and a running one can be moved on by what the table holds. The list may lag, so that what it seems to say is asked again, of the table and then of the one execution; `remarks` tells
 * where the list was wrong.
 */
export const executionFaults = ({ table, machine, running, now: asOf }: Executions, remarks: string[]) => {
  const now = async ({ dossierId }: Meta): Promise<Meta | undefined> => {
    const [item] = await table.items([metaKey(dossierId)]);
    return item && readStoredMeta(item);
  };

  const judge = async (before: Meta): Promise<Fault[]> => {
    const listed = running.has(executionName(before.dossierId, before.run));
    if (listed === needsExecution(before)) return [];
    const meta = await now(before);
    if (!meta || meta.run === 0) return [];
    const { dossierId, run, state } = meta;
    const status = await machine.statusOf(executionName(dossierId, run));
    const runs = status === 'RUNNING';
    if (runs === needsExecution(meta)) {
      if (meta.run === before.run && meta.state === before.state)
        remarks.push(`DOSSIER ${dossierId}: the list of executions was late about run ${run}`);
      return [];
    }
    if (runs) return [{ dossierId, fault: `it is ${state}, and the execution of its run ${run} still runs` }];
    return [{ dossierId, fault: `it is ${state}, and no execution of its run ${run} runs (${status ?? 'there is none'})` }];
  };

  /** What the execution of a dossier waits for in vain: the dossier is read again, and only what both readings say is told. */
  const judgeWaiting = async (before: DossierItems): Promise<Fault[]> => {
    const fault = stuckApproval(before, asOf);
    if (fault === undefined) return [];
    const { dossierId, run } = before.meta;
    const again = readItems((await table.partition(dossierPartition(dossierId))).items).items;
    if (!again || again.meta.run !== run || stuckApproval(again, asOf) !== fault) return [];
    return (await machine.statusOf(executionName(dossierId, run))) === 'RUNNING' ? [{ dossierId, fault }] : [];
  };

  return {
    /** Faults of dossiers as they were just read. */
    ofDossiers: async (dossiers: readonly DossierItems[]): Promise<readonly Fault[]> => {
      const faults: Fault[] = [];
      for (const items of dossiers) if (items.meta.run > 0) faults.push(...(await judge(items.meta)), ...(await judgeWaiting(items)));
      return faults;
    },

    /** Running executions that no dossier answers for: of another run than its newest, of no dossier, or named by hand. */
    ofStrangers: async (): Promise<readonly Fault[]> => {
      const names = [...running];
      const faults: Fault[] = [];
      for (let start = 0; start < names.length; start += 100) {
        const some = names.slice(start, start + 100).map((name) => ({ name, parsed: parseExecutionName(name) }));
        const items = await table.items(some.flatMap(({ parsed }) => (parsed ? [metaKey(parsed.dossierId)] : [])));
        let next = 0;
        for (const { name, parsed } of some) {
          const item = parsed && items[next++];
          const run = Number(item?.['run'] ?? 0);
          if (parsed && item && run === parsed.run) continue;
          if ((await machine.statusOf(name)) !== 'RUNNING') continue;
          if (parsed && item)
            faults.push({ dossierId: parsed.dossierId, fault: `run ${parsed.run} still runs, though run ${run} was ordered` });
          else faults.push({ fault: `EXECUTION ${name}: runs for no dossier` });
        }
      }
      return faults;
    },
  };
};
