import type { Item } from '../../functions/ledger/ledger.ts';
import { SealedFields } from '../../functions/ledger/sealed-fields.ts';
import type { DossierItems } from './dossier-items.ts';

/** Stands where something sealed was found: the checker needs no words of a person, and keeps none. */
export const SEALED = 'sealed';

/** What of a sealed content is kept of an item; undefined where there is none that could be opened. */
export const sealOf = (item: Item): typeof SEALED | undefined =>
  item['sealed'] === SEALED || SealedFields.safeParse(item).success ? SEALED : undefined;

/** Items that are nothing without what is sealed in them. */
const always = /^(FORM#\d{4}|RESULT|REFUSAL|WORDS#\d{4,}|SUPPLEMENT#\d{4}|COMPLAINT#[^#]+#\d{4})$/;

/** A refusal always says why, and by which law. */
const refuses = /^TASK#\d{4}$/;

/** Items whose sealed content is gone. Whether it opens, only the cell's key can tell. */
export const sealFaults = ({ keys, stored }: Pick<DossierItems, 'keys' | 'stored'>): string[] =>
  keys
    .filter((key) => always.test(key) || (refuses.test(key) && stored.get(key)?.['answer'] === 'REFUSE'))
    .filter((key) => !sealOf(stored.get(key) ?? {}))
    .map((key) => `${key} holds nothing sealed`);
