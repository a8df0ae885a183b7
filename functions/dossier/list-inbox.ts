import { type ErrandKind, isErrand, needsErrand } from '../ledger/errand.ts';
import type { InboxEntry, Item, Ledger } from '../ledger/ledger.ts';
import { Meta } from '../ledger/meta.ts';
import { isPending, Task } from '../ledger/task.ts';
import { awaitsIntake } from '../procedure/intake.ts';
import { officeByCode } from '../procedure/offices.ts';

export type ListInboxDeps = { readonly ledger: Ledger };

/** What waits for an office: a submission to answer, a task, or an errand. `dueAt` is the time that it is ordered by. */
export type InboxLine =
  | { readonly kind: 'dossier'; readonly dueAt: string; readonly meta: Meta }
  | { readonly kind: 'task'; readonly dueAt: string; readonly task: Task }
  | { readonly kind: 'errand'; readonly dueAt: string; readonly errand: ErrandKind; readonly meta: Meta };

type Read = { readonly entry: InboxEntry; readonly item: Item; readonly meta: Item | undefined };

/** The line of an entry as its item says by now; none when it was finished since the index was written. */
const lineOf = (office: string, { entry: { key, at }, item, meta: head }: Read): readonly InboxLine[] => {
  if (key.sk === 'META') {
    const meta = Meta.parse(item);
    return awaitsIntake(meta) && meta.office === office ? [{ kind: 'dossier', dueAt: at, meta }] : [];
  }
  if (isErrand(key.sk)) {
    const meta = Meta.parse(head);
    const isOpen = item['inboxKey'] !== undefined && needsErrand(key.sk, meta);
    return isOpen ? [{ kind: 'errand', dueAt: at, errand: key.sk, meta }] : [];
  }
  const task = Task.parse(item);
  const holder = task.heldBy?.office ?? task.office;
  return isPending(task) && holder === office ? [{ kind: 'task', dueAt: task.dueAt, task }] : [];
};

/** The open work of an office, earliest due first. An entry that was finished since the index was written is left out. */
export const listInbox =
  ({ ledger }: ListInboxDeps) =>
  async (office: string, cursor?: string): Promise<{ readonly lines: readonly InboxLine[]; readonly cursor?: string }> => {
    const known = officeByCode(office);
    if (!known) return { lines: [] };
    const page = await ledger.listInbox(known.agency, office, cursor);
    const keys = page.entries.map(({ key }) => key);
    // An errand says by itself nothing of its dossier.
    const heads = keys.filter(({ sk }) => isErrand(sk)).map(({ pk }) => ({ pk, sk: 'META' }));
    const wanted = new Map([...keys, ...heads].map((key) => [`${key.pk} ${key.sk}`, key]));
    const read = await ledger.readItems([...wanted.values()]);
    const found = new Map([...wanted.keys()].map((key, index) => [key, read[index]]));
    const lines = page.entries.flatMap((entry): readonly InboxLine[] => {
      const { pk, sk } = entry.key;
      const item = found.get(`${pk} ${sk}`);
      return item ? lineOf(office, { entry, item, meta: found.get(`${pk} META`) }) : [];
    });
    return { lines, ...(page.cursor && { cursor: page.cursor }) };
  };
