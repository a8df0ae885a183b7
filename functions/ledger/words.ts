import * as z from 'zod';
import type { NewEvent } from './history-event.ts';
import { wordsKey } from './item-keys.ts';
import type { ItemWrite, Ledger } from './ledger.ts';
import { Instant, type Meta } from './meta.ts';
import type { PersonalData, Sealed } from './personal-data.ts';
import { SealedFields } from './sealed-fields.ts';

/** What somebody says in free text, which may name a person. */
export const Words = z.object({ reason: z.string().optional(), legalBasis: z.string().optional() });
export type Words = z.infer<typeof Words>;

/** The words of one event (item `WORDS#<number of the event>`), sealed; the event names the item only. */
const StoredWords = SealedFields.extend({ n: z.int().positive(), type: z.string(), at: Instant });

/** What an event says of the words that are kept under its number. */
export const wordsReference = (n: number): string => wordsKey('', n).sk;

/** Seals words; once, however often the step that writes them is decided anew. */
export const sealWords = (personalData: Pick<PersonalData, 'seal'>, dossierId: string, words: Words): Promise<Sealed> =>
  personalData.seal(dossierId, words);

/** Writes the words of event `n`. */
export const wordsWrite = (dossierId: string, n: number, type: NewEvent['type'], at: Date, sealed: Sealed): ItemWrite => ({
  kind: 'put',
  key: wordsKey(dossierId, n),
  item: { dossierId, n, type, at: at.toISOString(), sealed },
});

/** Words as the next event of a dossier refers to them, and the write that keeps them. */
type SpokenWords = { readonly reference: string; readonly write: ItemWrite };

/** Words of a step that may be decided anew: sealed once, for whichever event it writes in the end. */
export const wordsOnce = (personalData: Pick<PersonalData, 'seal'>, dossierId: string, words: Words) => {
  let sealing: Promise<Sealed> | undefined;
  return async ({ n }: Pick<Meta, 'n'>, type: NewEvent['type'], at: Date): Promise<SpokenWords> => {
    sealing ??= sealWords(personalData, dossierId, words);
    return { reference: wordsReference(n + 1), write: wordsWrite(dossierId, n + 1, type, at, await sealing) };
  };
};

/** Words as read: of which event of the dossier, and when. */
export const SaidWords = Words.extend({ n: z.int().positive(), event: z.string(), at: Instant });
export type SaidWords = z.infer<typeof SaidWords>;

/** The words of a dossier's events, oldest first; `types` are those of one reader, all without it. @throws when they were changed */
export const openWords = async (
  { ledger, personalData }: { readonly ledger: Pick<Ledger, 'list'>; readonly personalData: Pick<PersonalData, 'open'> },
  dossierId: string,
  types?: readonly NewEvent['type'][],
): Promise<readonly SaidWords[]> => {
  const items = (await ledger.list(dossierId, 'WORDS#')).map((item) => StoredWords.parse(item));
  const wanted = items.filter(({ type }) => !types || types.some((one) => one === type));
  return Promise.all(
    wanted.map(async ({ n, type, at, sealed }) => ({ n, event: type, at, ...Words.parse(await personalData.open(dossierId, sealed)) })),
  );
};
