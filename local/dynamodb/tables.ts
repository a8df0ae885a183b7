import { createEngineCall, type EngineCall, EngineError } from './engine-call.ts';
import { isTrue, type JsonObject, listOrEmpty, objectOf, objectOrEmpty, textOf } from './json-fields.ts';
import { timeToLiveOf } from './table-shape.ts';

/** A resolved table of a template. `physicalId` is the table's name. */
export type TableResource = {
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly properties: JsonObject;
};

export const TABLE_TYPES: readonly string[] = ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'];

/** Properties that the engine is given. */
const USED = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'StreamSpecification',
  'TimeToLiveSpecification',
  'Replicas',
];
/** Properties that change nothing which can be observed on one machine: billing, protection, encryption at rest, back-up, labels. */
const WITHOUT_EFFECT = [
  'BillingMode',
  'ProvisionedThroughput',
  'OnDemandThroughput',
  'WriteProvisionedThroughputSettings',
  'WriteOnDemandThroughputSettings',
  'WarmThroughput',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'ContributorInsightsSpecification',
  'SSESpecification',
  'TableClass',
  'ResourcePolicy',
  'Tags',
];

const refuseUnknown = ({ logicalId, properties }: TableResource): void => {
  const unknown = Object.keys(properties).filter((name) => !USED.includes(name) && !WITHOUT_EFFECT.includes(name));
  if (unknown.length > 0) throw new Error(`table ${logicalId}: the local runtime does not implement ${unknown.join(', ')}`);
  const replicas = listOrEmpty(properties['Replicas'], `${logicalId}.Replicas`);
  if (replicas.length > 1) throw new Error(`table ${logicalId}: the local runtime does not implement Replicas in other regions`);
};

const described = (value: unknown, what: string) => {
  const list = listOrEmpty(value, what).map((each) => objectOf(each, what));
  return list.map((each) => ({ name: textOf(each['AttributeName'], what), kind: textOf(each['KeyType'] ?? each['AttributeType'], what) }));
};

const keySchema = (value: unknown, what: string) =>
  described(value, what).map(({ name, kind }) => ({ AttributeName: name, KeyType: kind }));

const indexInput = (value: unknown) => {
  const index = objectOf(value, 'an index');
  const name = textOf(index['IndexName'], 'IndexName');
  const projection = objectOrEmpty(index['Projection'], `${name}.Projection`);
  const others = listOrEmpty(projection['NonKeyAttributes'], `${name}.NonKeyAttributes`).map((each) => textOf(each, name));
  return {
    IndexName: name,
    KeySchema: keySchema(index['KeySchema'], name),
    Projection: {
      ProjectionType: textOf(projection['ProjectionType'] ?? 'ALL', `${name}.ProjectionType`),
      ...(others.length > 0 && { NonKeyAttributes: others.toSorted() }),
    },
  };
};

const byName = (left: string, right: string) => (left < right ? -1 : Number(left > right));

/** The parts of a table that cannot differ between the template and the engine, in one order, as CreateTable takes them. */
const definition = (table: JsonObject, name: string) => {
  const indexes = listOrEmpty(table['GlobalSecondaryIndexes'], `${name}.GlobalSecondaryIndexes`).map(indexInput);
  const stream = objectOrEmpty(table['StreamSpecification'], `${name}.StreamSpecification`);
  const view = stream['StreamEnabled'] === false ? undefined : stream['StreamViewType'];
  return {
    KeySchema: keySchema(table['KeySchema'], `${name}.KeySchema`),
    AttributeDefinitions: described(table['AttributeDefinitions'], `${name}.AttributeDefinitions`)
      .map((each) => ({ AttributeName: each.name, AttributeType: each.kind }))
      .sort((left, right) => byName(left.AttributeName, right.AttributeName)),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.sort((left, right) => byName(left.IndexName, right.IndexName)) }),
    ...(view !== undefined && { StreamSpecification: { StreamEnabled: true, StreamViewType: textOf(view, `${name}.StreamViewType`) } }),
  };
};

const existing = async (engine: EngineCall, name: string): Promise<JsonObject | undefined> => {
  try {
    return objectOf((await engine.call('DescribeTable', { TableName: name }))['Table'], 'Table');
  } catch (error) {
    if (error instanceof EngineError && error.type === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const ensureTimeToLive = async (engine: EngineCall, name: string, properties: JsonObject): Promise<void> => {
  const wanted = objectOrEmpty(properties['TimeToLiveSpecification'], `${name}.TimeToLiveSpecification`);
  const attribute = isTrue(wanted['Enabled']) ? textOf(wanted['AttributeName'], `${name}.TimeToLiveSpecification`) : undefined;
  const current = await timeToLiveOf(engine, name);
  if (current === attribute) return;
  const set = (AttributeName: string, Enabled: boolean) =>
    engine.call('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification: { AttributeName, Enabled } });
  if (current !== undefined) await set(current, false);
  if (attribute !== undefined) await set(attribute, true);
};

/** Keys that two definitions disagree on. */
const differences = (wanted: JsonObject, found: JsonObject): string[] =>
  [...new Set([...Object.keys(wanted), ...Object.keys(found)])].filter((key) => JSON.stringify(wanted[key]) !== JSON.stringify(found[key]));

const ensureTable = async (engine: EngineCall, resource: TableResource): Promise<void> => {
  refuseUnknown(resource);
  const { physicalId: name, logicalId, properties } = resource;
  const wanted = definition(properties, logicalId);
  const found = await existing(engine, name);
  if (!found) await engine.call('CreateTable', { TableName: name, BillingMode: 'PAY_PER_REQUEST', ...wanted });
  else {
    const changed = differences(wanted, definition(found, logicalId));
    if (changed.length > 0) {
      throw new Error(
        `table ${logicalId} (${name}) in the data folder differs from the template in ${changed.join(', ')}; it is never dropped by itself`,
      );
    }
  }
  await ensureTimeToLive(engine, name, properties);
};

/**
 * Creates the tables of a template that are not there yet. A table that is there is compared and kept.
 * @throws for a property that the runtime does not implement, and when a stored table differs from the template
 */
export const deployTables = async (endpoint: string, resources: readonly TableResource[]): Promise<void> => {
  const engine = createEngineCall(endpoint);
  try {
    for (const resource of resources.filter(({ type }) => TABLE_TYPES.includes(type))) await ensureTable(engine, resource);
  } finally {
    engine.close();
  }
};
