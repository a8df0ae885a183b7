import type { Edge } from './dossier-state.ts';
import type { Actor, HistoryEvent, NewEvent } from './history-event.ts';
import type { ItemKey } from './item-keys.ts';
import type { Meta } from './meta.ts';

/** A stored item without its keys. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * Something a step writes beside META and its events, in the same transaction. `otherwise` names what it means when the
 * write's own condition fails (the step then writes nothing at all).
 */
export type ItemWrite =
  /** A new item; refused when one is there, unless it has expired (`expiresAt` in epoch seconds, compared with the step's time). */
  | { readonly kind: 'create'; readonly key: ItemKey; readonly item: Item; readonly otherwise: string; readonly replaceExpired?: boolean }
  /** Replaces an item or makes it. Safe without a condition: META's version guards whatever was read after META. */
  | { readonly kind: 'put'; readonly key: ItemKey; readonly item: Item };

/** Which index entries META has after a step (the sparse indexes of design.md section 6). */
export type MetaIndex = {
  /** In the inbox of an office: `agency#office#open#shard`, ordered by time. */
  readonly inbox?: { readonly at: string };
};

/** What a use case wants written. Events walk the edges in order: an event with an edge changes the state, one without does not. */
export type Step = {
  readonly at: Date;
  readonly by: Actor;
  readonly cause?: string;
  readonly events: readonly { readonly event: NewEvent; readonly edge?: Edge }[];
  /** Values that META takes; a value of `undefined` removes the attribute. State, remembered states and number are not set here. */
  readonly change: Partial<Omit<Meta, 'dossierId' | 'n' | 'state' | 'previous' | 'withdrawnFrom' | 'itemVersion'>>;
  readonly index?: MetaIndex;
  readonly writes?: readonly ItemWrite[];
};

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly meta: Meta; readonly events: readonly HistoryEvent[] }
  /** Somebody else moved the dossier meanwhile: read again and decide again. */
  | { readonly kind: 'stale' }
  /** A write of the step found its condition broken; `by` is that write's `otherwise`. */
  | { readonly kind: 'refused'; readonly by: string };

/** A page of an index: keys of items, oldest time first. */
export type InboxEntry = { readonly key: ItemKey; readonly at: string };

/**
 * The truth about dossiers. One call of `open` or `commit` is one transaction: META, the history events and the step's items
 * together or not at all. Reads are consistent.
 */
export type Ledger = {
  /** Writes the first step of a new dossier. `meta` is its state before the step (`n` 0, state `draft`). */
  open(meta: Meta, step: Step): Promise<CommitOutcome>;
  /** Writes a step decided on `meta`. Throws IllegalStep when an edge is not in the transition table. */
  commit(meta: Meta, step: Step): Promise<CommitOutcome>;
  readMeta(dossierId: string): Promise<Meta | undefined>;
  readItem(key: ItemKey): Promise<Item | undefined>;
  readItems(keys: readonly ItemKey[]): Promise<(Item | undefined)[]>;
  /** All items of a dossier whose sort key begins with `prefix`, in order of the key. */
  list(dossierId: string, prefix: string): Promise<Item[]>;
  /** The same a page at a time, for what grows without bound. @throws CursorInvalid */
  listPage(dossierId: string, prefix: string, cursor?: string): Promise<{ items: Item[]; cursor?: string }>;
  /** Writes one item outside the history (access records, tokens, scan verdicts). */
  putItem(key: ItemKey, item: Item): Promise<void>;
  /** The same, unless an item is there already: then that one stays as it is. */
  createItem(key: ItemKey, item: Item): Promise<void>;
  /** Adds one to a counter and gives the new value; a number that is then not used is voided, never given twice. */
  nextNumber(counter: string): Promise<number>;
  /** Lets a counter go on after `number`: it and those before it are given, here or elsewhere. A counter never goes back. */
  passNumber(counter: string, number: number): Promise<void>;
  /** Dossier ids of one owner, newest first; all key versions given are read. */
  listOwned(ownerKeys: readonly string[], cursor?: string): Promise<{ dossierIds: string[]; cursor?: string }>;
  /** Open work of one office, earliest due first. */
  listInbox(agency: string, office: string, cursor?: string): Promise<{ entries: InboxEntry[]; cursor?: string }>;
  /** Dossiers with a deadline in the given bucket at or before `until`, earliest first, a page at a time. */
  listDue(bucket: string, until: string, cursor?: string): Promise<{ dossierIds: string[]; cursor?: string }>;
};

/** A step that the transition table forbids: a defect of the caller, never an outcome. */
export class IllegalStep extends Error {
  constructor(state: string, edge: Edge) {
    super(`no edge ${edge.transition} leads from ${state} to ${edge.to}`);
    this.name = 'IllegalStep';
  }
}
