import type { Ledger } from '../ledger/ledger.ts';
import { Meta } from '../ledger/meta.ts';
import { Task } from '../ledger/task.ts';
import { officeByCode } from '../procedure/offices.ts';

export type ListInboxDeps = { readonly ledger: Ledger };

/** What waits for an office: a submission to answer, or a task. `dueAt` is the time that it is ordered by. */
export type InboxLine =
  | { readonly kind: 'dossier'; readonly dueAt: string; readonly meta: Meta }
  | { readonly kind: 'task'; readonly dueAt: string; readonly task: Task };

/** The open work of an office, earliest due first. An entry that was finished since the index was written is left out. */
export const listInbox =
  ({ ledger }: ListInboxDeps) =>
  async (office: string, cursor?: string): Promise<{ readonly lines: readonly InboxLine[]; readonly cursor?: string }> => {
    const known = officeByCode(office);
    if (!known) return { lines: [] };
    const page = await ledger.listInbox(known.agency, office, cursor);
    const items = await ledger.readItems(page.entries.map(({ key }) => key));
    const lines = page.entries.flatMap(({ key, at }, index): InboxLine[] => {
      const item = items[index];
      if (!item) return [];
      if (key.sk === 'META') {
        const meta = Meta.parse(item);
        return meta.state === 'new' && meta.office === office ? [{ kind: 'dossier', dueAt: at, meta }] : [];
      }
      const task = Task.parse(item);
      return task.state === 'open' && task.office === office ? [{ kind: 'task', dueAt: task.dueAt, task }] : [];
    });
    return { lines, ...(page.cursor && { cursor: page.cursor }) };
  };
