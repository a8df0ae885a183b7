import type { EngineCall } from './engine-call.ts';
import { type JsonObject, listOrEmpty, objectOf, objectOrEmpty, textOf } from './json-fields.ts';
import type { IndexShape, TableShape } from './units.ts';

const keyNames = (schema: unknown, what: string): string[] =>
  listOrEmpty(schema, `${what}.KeySchema`).map((each) =>
    textOf(objectOf(each, `${what}.KeySchema`)['AttributeName'], `${what}.AttributeName`),
  );

const indexShape = (value: unknown): IndexShape => {
  const index = objectOf(value, 'an index');
  const name = textOf(index['IndexName'], 'IndexName');
  const projection = objectOrEmpty(index['Projection'], `${name}.Projection`);
  const others = listOrEmpty(projection['NonKeyAttributes'], `${name}.NonKeyAttributes`).map((each) =>
    textOf(each, `${name}.NonKeyAttributes`),
  );
  return { name, keys: keyNames(index['KeySchema'], name), projection: projection['ProjectionType'] === 'ALL' ? 'ALL' : others };
};

/** The shape of a table in DynamoDB's own words (the answer of DescribeTable, or the input of CreateTable). */
const tableShape = (table: JsonObject, timeToLive?: string): TableShape => ({
  name: textOf(table['TableName'], 'TableName'),
  keys: keyNames(table['KeySchema'], 'the table'),
  indexes: listOrEmpty(table['GlobalSecondaryIndexes'], 'GlobalSecondaryIndexes').map(indexShape),
  timeToLive,
});

/** The attribute that a table expires its items by; undefined when time to live is off. */
export const timeToLiveOf = async (engine: EngineCall, table: string): Promise<string | undefined> => {
  const answer = await engine.call('DescribeTimeToLive', { TableName: table });
  const state = objectOrEmpty(answer['TimeToLiveDescription'], 'TimeToLiveDescription');
  return state['TimeToLiveStatus'] === 'ENABLED' ? textOf(state['AttributeName'], 'AttributeName') : undefined;
};

/** Reads a table's shape from the engine; throws EngineError when there is no such table. */
export const readTableShape = async (engine: EngineCall, table: string): Promise<TableShape> => {
  const [described, timeToLive] = await Promise.all([engine.call('DescribeTable', { TableName: table }), timeToLiveOf(engine, table)]);
  return tableShape(objectOf(described['Table'], 'Table'), timeToLive);
};
