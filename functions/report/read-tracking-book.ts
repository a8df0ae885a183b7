import * as z from 'zod';
import { recordAccess } from '../ledger/access.ts';
import { openFiling, ownerOf } from '../ledger/filing.ts';
import { historyEvents } from '../ledger/history-event.ts';
import { metaKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Meta } from '../ledger/meta.ts';
import { isBookedAt } from '../ledger/office-of-dossier.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { readHistory } from '../ledger/read-history.ts';
import { eachAtOnce } from '../platform/at-once.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { reaches } from '../procedure/office-reach.ts';
import type { CountStore } from './count-store.ts';
import type { BookLine, BookPage, HandedOverLine } from './tracking-book.ts';

export type ReadTrackingBookDeps = {
  readonly ledger: Pick<Ledger, 'readItem' | 'readItems' | 'list' | 'putItem'>;
  readonly counts: Pick<CountStore, 'listBook'>;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly procedures: Procedures;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
};

export type ReadTrackingBookInput = {
  readonly caller: Staff;
  readonly office: string;
  readonly day: string;
  readonly cursor?: string | undefined;
};

export type ReadTrackingBookOutcome = { readonly kind: 'found'; readonly page: BookPage } | { readonly kind: 'office-not-found' };

/** Forms opened at the same time. */
const AT_ONCE = 8;

const said = z.string().min(1).optional().catch(undefined);
/** Members of that name in the form of any procedure. */
const Contact = z.object({ phone: said, address: said, dwelling: z.object({ line: said, commune: said }).optional().catch(undefined) });

/** How a form says where its person is reached; a form about a dwelling says it there, with the code of the commune. */
const contactOf = (form: unknown): { phone?: string | undefined; address?: string | undefined } => {
  const { phone, address, dwelling } = Contact.parse(form);
  return { phone, address: address ?? (dwelling?.line && [dwelling.line, dwelling.commune].filter(Boolean).join(', ')) };
};

const accepted = ({ dossierId, acceptedAt }: Meta): string => {
  if (!acceptedAt) throw new Error(`dossier ${dossierId} stands in a tracking book and was not accepted`);
  return acceptedAt;
};

/** What the book of `office` still says of a dossier that the office has handed over. */
const handedOverLine = async (ledger: Pick<Ledger, 'list'>, meta: Meta, office: string): Promise<HandedOverLine> => {
  const { dossierId, code } = meta;
  const events = await readHistory(ledger, meta);
  const [last] = events
    .flatMap(({ type, at, data }) => (type === 'dossier.transferred' ? [{ at, ...historyEvents[type].parse(data) }] : []))
    .filter(({ from }) => from === office)
    .slice(-1);
  if (!last) throw new Error(`dossier ${dossierId} stands in the book of ${office}, which never had it`);
  return { dossierId, code, receivedAt: accepted(meta), handedOver: { at: last.at, to: last.to } };
};

/**
 * A page of an office's tracking book (form 07): what it accepted or took over on a day, as it stands now. Names are in it, so that each dossier's
 * owner can see that it was read: the records are written before a form is opened. Of what it has handed over since, the book says so
 * and no more.
 */
export const readTrackingBook = (deps: ReadTrackingBookDeps) => {
  const { ledger, counts, personalData, procedures, ids, clock } = deps;

  const lineOf = async (meta: Meta, by: { readonly kind: 'staff'; readonly id: string }): Promise<BookLine> => {
    const { dossierId, code, channel, agency, office, dueAt, concludedAt, returnedAt, state } = meta;
    const receivedAt = accepted(meta);
    await recordAccess(ledger, { dossierId, id: ids.ulid(), at: clock.now().toISOString(), by, what: 'tracking-book' });
    const filing = await openFiling(ledger, personalData, meta);
    const { id, name } = procedureOf(procedures, meta);
    return {
      ...{ dossierId, code, procedure: { id, name }, person: { name: ownerOf(filing).name, ...contactOf(filing.form) } },
      ...{ channel, agency, office, receivedAt, dueAt, concludedAt, returnedAt, state },
      ...(returnedAt && { way: meta.delivery ?? 'ONLINE' }),
    };
  };

  return async ({ caller, office, day, cursor }: ReadTrackingBookInput): Promise<ReadTrackingBookOutcome> => {
    if (!reaches(caller, office)) return { kind: 'office-not-found' };
    const { dossierIds, takenOver, cursor: next } = await counts.listBook(office, day, cursor);
    const items = dossierIds.length > 0 ? await ledger.readItems(dossierIds.map(metaKey)) : [];
    const dossiers = items.flatMap((item) => (item ? [Meta.parse(item)] : []));
    const lines = new Map<string, BookLine | HandedOverLine>();
    await eachAtOnce(dossiers, AT_ONCE, async (meta) => {
      const line = isBookedAt(meta, office) ? lineOf(meta, { kind: 'staff', id: caller.sub }) : handedOverLine(ledger, meta, office);
      const taken = takenOver.find(({ dossierId }) => dossierId === meta.dossierId);
      lines.set(meta.dossierId, { ...(await line), ...(taken && { takenOver: taken.takenOver }) });
    });
    return {
      kind: 'found',
      page: { office, day, lines: dossiers.flatMap(({ dossierId }) => lines.get(dossierId) ?? []), ...(next && { cursor: next }) },
    };
  };
};
