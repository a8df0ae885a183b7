import * as z from 'zod';
import { errandIn } from '../ledger/errand.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { ItemWrite } from '../ledger/ledger.ts';
import { DossierId, Instant, type Meta } from '../ledger/meta.ts';

/**
 * The apology of a dossier with the request to put its due time off (item `EXTENSION`, form 04): drafted by itself before the due
 * time, or signed by a leader without a draft. A draft stands in the inbox of the dossier's office until it is signed, or the dossier
 * ends without it. The leader's words are sealed beside the event (words.ts).
 */
export const Extension = z.object({
  dossierId: DossierId,
  /** The due time that is, or was, in danger. */
  dueBefore: Instant,
  draftedAt: Instant.optional(),
  /** `LATE`: signed after the due time had passed (domain notes, README 7). */
  signed: z.object({ at: Instant, by: z.string(), dueAt: Instant, timing: z.enum(['IN_TIME', 'LATE']) }).optional(),
});
export type Extension = z.infer<typeof Extension>;

const put = (extension: Extension, more: object = {}): ItemWrite => ({
  kind: 'put',
  key: errandKey(extension.dossierId, 'EXTENSION'),
  item: { ...extension, ...more },
});

const dueAtOf = ({ dossierId, dueAt }: Pick<Meta, 'dossierId' | 'dueAt'>): string => {
  if (!dueAt) throw new Error(`dossier ${dossierId} has no due time to put off`);
  return dueAt;
};

/** A draft in the inbox of the dossier's office, at the place of the due time. A step that hands the dossier to another office repeats it. */
export const draftWrite = (meta: Pick<Meta, 'dossierId' | 'agency' | 'office' | 'dueAt'>, draftedAt: Date): ItemWrite => {
  const dueBefore = dueAtOf(meta);
  const { dossierId } = meta;
  return put({ dossierId, dueBefore, draftedAt: draftedAt.toISOString() }, errandIn(dossierId, meta, dueBefore));
};

/** What a step writes that ends a dossier whose draft was never signed: it leaves the inbox. */
export const dropDraft = ({ dossierId, dueAt, apology }: Pick<Meta, 'dossierId' | 'dueAt' | 'apology'>): readonly ItemWrite[] =>
  apology ? [put({ dossierId, dueBefore: dueAtOf({ dossierId, dueAt }) })] : [];

export const signedWrite = (extension: Extension): ItemWrite => put(extension);
