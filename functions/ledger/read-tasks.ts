import type { Ledger } from './ledger.ts';
import type { Meta } from './meta.ts';
import { Task } from './task.ts';

/** The tasks of a dossier, in order of their numbers. Before its first run it has none, and nothing is read. */
export const readTasks = async (ledger: Pick<Ledger, 'list'>, { dossierId, run }: Pick<Meta, 'dossierId' | 'run'>): Promise<Task[]> =>
  run > 0 ? (await ledger.list(dossierId, 'TASK#')).map((item) => Task.parse(item)) : [];
