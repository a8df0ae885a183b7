import type { ItemKey } from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';

/** All items under one partition key, without what is sealed. */
export type Partition = { readonly pk: string; readonly items: readonly Item[] };

/** The table as the checker reads it; every reading is consistent. */
export type Table = {
  /** Every partition of the table, whole; several lists, to be read at the same time. */
  partitions(): readonly AsyncIterable<Partition>[];
  /** Partitions from a place that chance chooses, and on around the table until it is reached again. */
  partitionsFrom(place: ItemKey): AsyncIterable<Partition>;
  partition(pk: string): Promise<Partition>;
  /** The items of the register of certified downtimes. */
  downtimes(): Promise<readonly Item[]>;
  /** In the order of the keys; undefined where there is none. */
  items(keys: readonly ItemKey[]): Promise<readonly (Item | undefined)[]>;
};
