import { answerJson, type EngineAnswer, type EngineCall } from './engine-call.ts';
import { addressId, type ItemAddress, readItems } from './item-reader.ts';
import { itemOf, itemSize } from './item-size.ts';
import { isTrue, type JsonObject, listOrEmpty, numberOf, objectOf, objectOrEmpty, textOf } from './json-fields.ts';
import type { MeasuredAnswer, Spent } from './measured-write.ts';
import { type Consistency, readUnits } from './units.ts';
import type { ShapeOf } from './write-plan.ts';

const BY_KEY = ['GetItem', 'BatchGetItem', 'TransactGetItems'];
const BY_RANGE = ['Query', 'Scan'];

export const isRead = (operation: string): boolean => BY_KEY.includes(operation) || BY_RANGE.includes(operation);

/** Parameters from before expressions; their names and values cannot be told apart by the counting below. */
const LEGACY = ['AttributesToGet', 'KeyConditions', 'QueryFilter', 'ScanFilter', 'ConditionalOperator'];

/** Names the parameters of a read whose units the runtime could not count; such a call is refused. */
export const uncountedParameters = (operation: string, input: JsonObject): string[] =>
  isRead(operation) ? LEGACY.filter((name) => name in input) : [];

type KeyRead = ItemAddress & { readonly consistency: Consistency };

const consistencyOf = (request: JsonObject): Consistency => (isTrue(request['ConsistentRead']) ? 'strong' : 'eventual');

const keyReads = async (operation: string, input: JsonObject, shapeOf: ShapeOf): Promise<KeyRead[]> => {
  const read = async (request: JsonObject, table: unknown, consistency: Consistency): Promise<KeyRead> => ({
    table: await shapeOf(textOf(table, 'TableName')),
    key: itemOf(request['Key'], 'Key'),
    consistency,
  });
  if (operation === 'GetItem') return [await read(input, input['TableName'], consistencyOf(input))];
  if (operation === 'TransactGetItems') {
    const gets = listOrEmpty(input['TransactItems'], 'TransactItems').map((each) =>
      objectOf(objectOf(each, 'TransactItems')['Get'], 'Get'),
    );
    return Promise.all(gets.map((get) => read(get, get['TableName'], 'transactional')));
  }
  const tables = Object.entries(objectOrEmpty(input['RequestItems'], 'RequestItems'));
  return Promise.all(
    tables.flatMap(([table, value]) => {
      const request = objectOf(value, table);
      return listOrEmpty(request['Keys'], table).map((key) => read({ Key: key }, table, consistencyOf(request)));
    }),
  );
};

/** What DynamoDB reads for a page: without filter, projection or count, and with only the names that the key condition uses. */
const unfiltered = (input: JsonObject, scanned: number): JsonObject => {
  const { FilterExpression: _f, ProjectionExpression: _p, Select: _s, ReturnConsumedCapacity: _r, ...rest } = input;
  const condition = String(input['KeyConditionExpression'] ?? '');
  const used = new Set(condition.match(/[#:][A-Za-z0-9_]+/g) ?? []);
  const kept = (field: string) => {
    const entries = Object.entries(objectOrEmpty(input[field], field)).filter(([name]) => used.has(name));
    return entries.length > 0 ? { [field]: Object.fromEntries(entries) } : {};
  };
  const { ExpressionAttributeNames: _n, ExpressionAttributeValues: _v, ...plain } = rest;
  return { ...plain, ...kept('ExpressionAttributeNames'), ...kept('ExpressionAttributeValues'), Limit: scanned };
};

const REDUCES = ['FilterExpression', 'ProjectionExpression', 'Select'];

const bytesOf = (items: unknown) => listOrEmpty(items, 'Items').reduce<number>((total, item) => total + itemSize(itemOf(item, 'Item')), 0);

/** Gives a function that sends a read to the engine and counts what it cost, by the stored size of what was read. */
export const createMeasuredRead = (engine: EngineCall, shapeOf: ShapeOf) => {
  const pageBytes = async (operation: string, input: JsonObject, page: JsonObject): Promise<number> => {
    if (!REDUCES.some((name) => name in input)) return bytesOf(page['Items']);
    const scanned = numberOf(page['ScannedCount'] ?? 0, 'ScannedCount');
    if (scanned === 0) return 0;
    return bytesOf((await engine.call(operation, unfiltered(input, scanned)))['Items']);
  };

  const spentByRange = async (operation: string, input: JsonObject, page: JsonObject): Promise<Spent[]> => {
    const units = readUnits(await pageBytes(operation, input, page), consistencyOf(input));
    return [{ table: textOf(input['TableName'], 'TableName'), readUnits: units, writeUnits: 0 }];
  };

  const spentByKey = async (operation: string, input: JsonObject): Promise<Spent[]> => {
    const reads = await keyReads(operation, input, shapeOf);
    const items = await readItems(engine, reads);
    return reads.map((read) => {
      const item = items.get(addressId(read));
      return { table: read.table.name, readUnits: readUnits(item ? itemSize(item) : 0, read.consistency), writeUnits: 0 };
    });
  };

  return async (operation: string, input: JsonObject, send: () => Promise<EngineAnswer>): Promise<MeasuredAnswer> => {
    const answer = await send();
    const page = answer.status === 200 ? answerJson(answer) : undefined;
    if (!page) return { answer, spent: [], written: [] };
    const spent = BY_RANGE.includes(operation) ? await spentByRange(operation, input, page) : await spentByKey(operation, input);
    return { answer, spent, written: [] };
  };
};
