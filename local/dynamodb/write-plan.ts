import { type ItemAddress, keyOfItem } from './item-reader.ts';
import { type Item, itemOf } from './item-size.ts';
import { isObject, type JsonObject, listOrEmpty, objectOf, objectOrEmpty, textOf } from './json-fields.ts';
import type { TableShape } from './units.ts';

type WriteAction = 'put' | 'update' | 'delete' | 'check';

/** One item that a request writes (or, in a transaction, only checks). `item` is what a put stores. */
export type PlannedWrite = ItemAddress & { readonly action: WriteAction; readonly item: Item | undefined };

/** Looks up a table's shape; rejects when there is no such table. */
export type ShapeOf = (table: string) => Promise<TableShape>;

const plan = async (shapeOf: ShapeOf, action: WriteAction, table: string, request: JsonObject): Promise<PlannedWrite> => {
  const shape = await shapeOf(table);
  if (action !== 'put') return { table: shape, action, item: undefined, key: itemOf(request['Key'], 'Key') };
  const item = itemOf(request['Item'], 'Item');
  return { table: shape, action, item, key: keyOfItem(shape, item) };
};

const SINGLE: Readonly<Record<string, WriteAction>> = { PutItem: 'put', UpdateItem: 'update', DeleteItem: 'delete' };
const BATCHED: Readonly<Record<string, WriteAction>> = { PutRequest: 'put', DeleteRequest: 'delete' };
const TRANSACTED: Readonly<Record<string, WriteAction>> = { Put: 'put', Update: 'update', Delete: 'delete', ConditionCheck: 'check' };

/** The one member of a tagged element, such as `{ Put: {…} }`. */
const tagged = (value: unknown, actions: Readonly<Record<string, WriteAction>>, what: string): readonly [WriteAction, JsonObject] => {
  for (const [tag, request] of Object.entries(objectOf(value, what))) {
    const action = actions[tag];
    if (action && isObject(request)) return [action, request];
  }
  throw new TypeError(`${what} names no write`);
};

export const isWrite = (operation: string): boolean =>
  operation in SINGLE || operation === 'BatchWriteItem' || operation === 'TransactWriteItems';

/** The items that a write request touches, in its order. Rejects when the request is malformed (the engine will say how). */
export const plannedWrites = async (operation: string, input: JsonObject, shapeOf: ShapeOf): Promise<PlannedWrite[]> => {
  const single = SINGLE[operation];
  if (single) return [await plan(shapeOf, single, textOf(input['TableName'], 'TableName'), input)];
  if (operation === 'TransactWriteItems') {
    const items = listOrEmpty(input['TransactItems'], 'TransactItems').map((each) => tagged(each, TRANSACTED, 'TransactItems'));
    return Promise.all(items.map(([action, request]) => plan(shapeOf, action, textOf(request['TableName'], 'TableName'), request)));
  }
  const tables = Object.entries(objectOrEmpty(input['RequestItems'], 'RequestItems'));
  const requests = tables.flatMap(([table, list]) =>
    listOrEmpty(list, table).map((each) => ({ table, request: tagged(each, BATCHED, table) })),
  );
  return Promise.all(requests.map(({ table, request: [action, request] }) => plan(shapeOf, action, table, request)));
};

/** Names of the tables that any request touches, as written in it; for faults and counters. */
export const tablesOf = (input: JsonObject): string[] => {
  const names = new Set<string>();
  if (typeof input['TableName'] === 'string') names.add(input['TableName']);
  if (isObject(input['RequestItems'])) for (const name of Object.keys(input['RequestItems'])) names.add(name);
  if (Array.isArray(input['TransactItems'])) {
    for (const element of input['TransactItems']) {
      for (const request of isObject(element) ? Object.values(element) : []) {
        if (isObject(request) && typeof request['TableName'] === 'string') names.add(request['TableName']);
      }
    }
  }
  return [...names];
};
