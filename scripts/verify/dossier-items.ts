import * as z from 'zod';
import { Complaint, ComplaintLine } from '../../functions/complaint/complaint.ts';
import { StoredDocument } from '../../functions/document/document.ts';
import { HistoryEvent, historyEvents } from '../../functions/ledger/history-event.ts';
import { dossierPartition } from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readStoredMeta } from '../../functions/ledger/stored-meta.ts';
import { Supplement } from '../../functions/ledger/supplement.ts';
import { Task } from '../../functions/ledger/task.ts';
import { Payment } from '../../functions/payment/payment.ts';
import { StoredResult } from '../../functions/result/result.ts';
import { TaskToken } from '../../functions/task/task-token.ts';
import { type KeptItems, keptItems } from './kept-items.ts';
import { plain } from './plain.ts';

/** A line of a complaint, with the ULID of the complaint that its key names. */
type LineOf = { readonly ulid: string; readonly line: ComplaintLine };

/** Everything that the table holds of one dossier and that can be read. */
export type DossierItems = {
  readonly meta: Meta;
  readonly events: readonly HistoryEvent[];
  readonly tasks: readonly Task[];
  readonly tokens: readonly TaskToken[];
  readonly payments: readonly Payment[];
  readonly documents: readonly StoredDocument[];
  readonly supplements: readonly Supplement[];
  readonly result: Pick<z.infer<typeof StoredResult>, 'code' | 'number' | 'outcome'> | undefined;
  readonly kept: KeptItems;
  readonly complaints: readonly Complaint[];
  readonly complaintLines: readonly LineOf[];
  /** Sort keys of all items, as they stand. */
  readonly keys: readonly string[];
  /** The items as they stand, by sort key; of what is not judged by its content, the key only. */
  readonly stored: ReadonlyMap<string, Item>;
};

const sortKeyOf = ({ sk }: Item): string => String(sk);

/** Items whose content is read; sealed content stays sealed. */
const kinds = {
  META: { parse: readStoredMeta },
  EVENT: {
    parse: (item: Item) => {
      const event = HistoryEvent.parse(item);
      historyEvents[event.type].parse(event.data);
      return event;
    },
  },
  TASK: Task.omit({ sealed: true }),
  TOKEN: TaskToken,
  PAYMENT: Payment,
  DOCUMENT: StoredDocument,
  SUPPLEMENT: Supplement,
  RESULT: StoredResult.omit({ sealed: true }),
  ...keptItems,
  COMPLAINT: Complaint,
  'COMPLAINT-LINE': {
    parse: (item: Item): LineOf => ({ ulid: sortKeyOf(item).split('#')[1] ?? '', line: ComplaintLine.parse(item) }),
  },
};
export type ItemKind = keyof typeof kinds;

/** Sort keys that a dossier may have; what comes after the kind is checked with the kind's content. */
const knownKeys =
  /^(META|(EVENT|TASK|PAYMENT)#\d{4,}|TOKEN#\d{4}#[\w-]{16}|DOCUMENT#\w+|RESULT|FORM#\d{4}|SUPPLEMENT#\d{4}|UPLOAD#\w+|SCAN#\w+#[0-9a-f]{64}#\w+|ACCESS#\w+|REFUSAL|LOOKUPS#WAITING|WORDS#\d{4,}|WITHDRAWAL|EXTENSION|NUMBERING|HANDOVER|SURPLUS|RATING|COMPLAINT#[0-9A-Z]{26}(#\d{4})?)$/;

const sayKey = (item: Item): string => plain(sortKeyOf(item));
const isKind = (text: string): text is ItemKind => Object.hasOwn(kinds, text);

/** The kind of an item whose content is judged; undefined for what only has to be there, or not. */
export const kindOf = (item: Item): ItemKind | undefined => {
  const [kind = '', , line] = sortKeyOf(item).split('#');
  if (kind === 'COMPLAINT' && line !== undefined) return 'COMPLAINT-LINE';
  return isKind(kind) ? kind : undefined;
};

/** What is wrong with an item, in the places and words of its schema, never in its values. */
const words = (error: unknown): string => {
  if (error instanceof z.ZodError) return error.issues.map(({ path, message }) => `${path.join('.') || 'item'}: ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
};

/** What of a dossier's partition can be read. `broken`: kinds with an item that cannot, of which `faults` tells. */
export type ReadItems = {
  readonly items: DossierItems | undefined;
  readonly broken: ReadonlySet<ItemKind>;
  readonly faults: readonly string[];
};

/** Reads the items of a dossier's partition, in any order. */
export const readItems = (partition: readonly Item[]): ReadItems => {
  const items = [...partition].sort((one, other) => (sortKeyOf(one) < sortKeyOf(other) ? -1 : 1));
  const broken = new Set<ItemKind>();
  const faults: string[] = [];

  const read = <Content>(kind: ItemKind, schema: { parse(item: Item): Content }): Content[] =>
    items
      .filter((item) => kindOf(item) === kind)
      .flatMap((item) => {
        try {
          return [schema.parse(item)];
        } catch (error) {
          broken.add(kind);
          faults.push(`${sayKey(item)} cannot be read: ${words(error)}`);
          return [];
        }
      });

  const [meta] = read('META', kinds.META);
  const rest = {
    events: read('EVENT', kinds.EVENT).sort((one, other) => one.n - other.n),
    tasks: read('TASK', kinds.TASK).sort((one, other) => one.n - other.n),
    tokens: read('TOKEN', kinds.TOKEN),
    payments: read('PAYMENT', kinds.PAYMENT),
    documents: read('DOCUMENT', kinds.DOCUMENT),
    supplements: read('SUPPLEMENT', kinds.SUPPLEMENT).sort((one, other) => one.n - other.n),
    result: read('RESULT', kinds.RESULT)[0],
    kept: {
      WITHDRAWAL: read('WITHDRAWAL', kinds.WITHDRAWAL)[0],
      EXTENSION: read('EXTENSION', kinds.EXTENSION)[0],
      NUMBERING: read('NUMBERING', kinds.NUMBERING)[0],
      HANDOVER: read('HANDOVER', kinds.HANDOVER)[0],
      SURPLUS: read('SURPLUS', kinds.SURPLUS)[0],
      RATING: read('RATING', kinds.RATING)[0],
    },
    complaints: read('COMPLAINT', kinds.COMPLAINT),
    complaintLines: read('COMPLAINT-LINE', kinds['COMPLAINT-LINE']),
  };
  const keys = items.map(sortKeyOf);
  if (!keys.includes('META'))
    faults.push(`has no META, but ${keys.length} items: ${keys.slice(0, 5).map(plain).join(', ')}${keys.length > 5 ? ' …' : ''}`);
  faults.push(...keys.filter((key) => !knownKeys.test(key)).map((key) => `${plain(key)} is an item that no dossier has`));
  const stored = new Map(items.map((item) => [sortKeyOf(item), item]));
  return { items: meta && { meta, ...rest, keys, stored }, broken, faults };
};

/** The dossier whose partition this is; undefined when it is none of a dossier. */
export const dossierOfPartition = (pk: string): string | undefined => {
  const prefix = dossierPartition('');
  return pk.startsWith(prefix) ? pk.slice(prefix.length) : undefined;
};
