import type { Ledger } from '../ledger/ledger.ts';
import { Task } from '../ledger/task.ts';
import type { AgencySystem } from '../platform/caller.ts';

export type ListTasksDeps = { readonly ledger: Pick<Ledger, 'listInbox' | 'readItems'> };

export type ListTasksInput = {
  readonly caller: Pick<AgencySystem, 'system'>;
  readonly office: string;
  readonly cursor?: string | undefined;
};

export type TaskPage = { readonly tasks: readonly Task[]; readonly cursor?: string };

/**
 * The open tasks of an agency at one office, earliest due first. The index only finds them: each is read from the table before it
 * is shown, so one that was closed a moment ago is left out and a page can be shorter than the next. The same index partition holds
 * dossiers that wait for acceptance where the agency takes dossiers in; they are no tasks.
 */
export const listTasks =
  ({ ledger }: ListTasksDeps) =>
  async ({ caller: { system }, office, cursor }: ListTasksInput): Promise<TaskPage> => {
    const page = await ledger.listInbox(system, office, cursor);
    const keys = page.entries.map(({ key }) => key).filter(({ sk }) => sk.startsWith('TASK#'));
    const items = keys.length > 0 ? await ledger.readItems(keys) : [];
    const tasks = items.flatMap((item) => (item ? [Task.parse(item)] : []));
    return { ...page, tasks: tasks.filter(({ state, agency }) => state === 'open' && agency === system) };
  };
