import { metaKey } from '../../functions/ledger/item-keys.ts';
import { parseExecutionName } from '../../functions/task/approval-machine.ts';
import { cellOfName } from '../command-line/cell-of-name.ts';
import type { Table } from '../verify/table.ts';

/** A state machine as Step Functions describes it. */
export type DescribedMachine = {
  /** With the functions that it calls. */
  readonly definition: string;
  /** Names of some of its executions, running or not. */
  readonly executions: readonly string[];
};

/**
 * Refuses a machine of another cell: there none of the table's dossiers would seem to run. Names tell by which cell's stacks they were
 * given, and executions are named for dossiers.
 * @returns a remark where nothing tells: no execution was ever started
 * @throws when the machine is another cell's
 */
export const expectMachineOfTable = async (
  { definition, executions }: DescribedMachine,
  { name, table }: { readonly name: string; readonly table: Pick<Table, 'items'> },
): Promise<string | undefined> => {
  const [own, other] = [cellOfName(name), cellOfName(definition)];
  if (own && other && own !== other) throw new Error(`the state machine is of cell ${other}, the table of cell ${own}`);
  const dossiers = executions.flatMap((execution) => parseExecutionName(execution)?.dossierId ?? []);
  if (dossiers.length === 0)
    return own && other ? undefined : 'nothing was run by the state machine yet: nothing tells that it is of the same cell as the table';
  const found = await table.items(dossiers.map(metaKey));
  if (found.every((item) => item === undefined))
    throw new Error('the state machine is of another cell: the table has none of the dossiers that it was run for');
  return undefined;
};
