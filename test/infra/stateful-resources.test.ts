import { describe, expect, it } from 'vitest';
import { readBaseline, synthesizedBaseline } from '../../scripts/baseline/baseline-file.ts';
import { findLosses, findUnpinned, lossLine } from '../../scripts/baseline/find-losses.ts';
import { renewBaseline, renewedLines } from '../../scripts/baseline/renew-baseline.ts';
import { type Baseline, type Resource, statefulResources } from '../../scripts/baseline/stateful-resources.ts';

const STATE = 'Province42/State';
const TABLE = 'Dossiers187B20A3';
const KEY = 'ResultSigningDB164E4E';
const BUCKET = 'Documents7E5B2978';

const pinned = readBaseline();
const linesOf = (after: Baseline, before = pinned) => findLosses(before, after).map(lossLine);

/** The baseline with one resource changed, or without it. */
const changed = (stack: string, logicalId: string, change: (resource: Resource) => Resource | undefined): Baseline => {
  const { [logicalId]: resource, ...others } = pinned[stack] ?? {};
  if (!resource) throw new Error(`the baseline has no ${stack} ${logicalId}`);
  const after = change(structuredClone(resource));
  return { ...pinned, [stack]: { ...others, ...(after && { [logicalId]: after }) } };
};
const withProperties = (stack: string, logicalId: string, properties: Readonly<Record<string, unknown>>): Baseline =>
  changed(stack, logicalId, (resource) => ({ ...resource, Properties: { ...resource.Properties, ...properties } }));

describe('what holds state', () => {
  it('loses nothing by this version of the app, and is pinned as a whole (else: npm run baseline)', () => {
    const now = synthesizedBaseline();
    expect(linesOf(now)).toEqual([]);
    expect(findUnpinned(pinned, now)).toEqual([]);
  });

  it('is kept by CloudFormation where it holds data or keys', () => {
    const kinds = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];
    const kept = Object.values(pinned).flatMap((resources) => Object.entries(resources).filter(([, { Type }]) => kinds.includes(Type)));
    expect(kept.length).toBeGreaterThan(10);
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of kept)
      expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
  });
});

describe('a change that loses state is found:', () => {
  it('another key schema of a table', () => {
    const KeySchema = [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ];
    expect(linesOf(withProperties(STATE, TABLE, { KeySchema }))).toEqual([`${STATE} ${TABLE} is replaced by a new, empty one`]);
  });

  it('a table that is gone', () => {
    expect(linesOf(changed(STATE, TABLE, () => undefined))).toEqual([`${STATE} ${TABLE} is removed from its stack, which forgets it`]);
  });

  it('a whole stack that is gone', () => {
    const { 'Province42/Agencies': agencies = {}, ...rest } = pinned;
    expect(linesOf(rest)).toHaveLength(Object.keys(agencies).length);
  });

  it('a logical id that was renamed', () => {
    const { [TABLE]: table, ...others } = pinned[STATE] ?? {};
    if (!table) throw new Error('no table');
    const renamed = { ...pinned, [STATE]: { ...others, DossiersTable0A1B2C3D: table } };
    expect(linesOf(renamed)).toEqual([`${STATE} ${TABLE} is removed from its stack, which forgets it`]);
    expect(findUnpinned(pinned, renamed)).toEqual([`${STATE} DossiersTable0A1B2C3D`]);
  });

  it('another kind of resource under the same logical id', () => {
    const after = changed(STATE, TABLE, (table) => ({ ...table, Type: 'AWS::DynamoDB::Table' }));
    expect(linesOf(after)).toEqual([`${STATE} ${TABLE} is replaced by a new, empty one`]);
  });

  it('another kind of key', () => {
    expect(linesOf(withProperties(STATE, KEY, { KeySpec: 'ECC_NIST_P384' }))).toEqual([
      `${STATE} ${KEY} cannot change its KeySpec: only a new key can have another`,
    ]);
  });

  it('another name of a bucket, a secret or the state machine', () => {
    expect(linesOf(withProperties(STATE, BUCKET, { BucketName: 'documents-of-42' }))).toHaveLength(1);
    expect(linesOf(withProperties(STATE, 'MerchantB18716D3', { Name: 'merchant' }))).toHaveLength(1);
    expect(linesOf(withProperties('Province42/Service', 'TaskApprovalMachine675EC1B0', { StateMachineName: 'approval' }))).toHaveLength(1);
  });

  it('the address of the API, and the queues that agency systems read', () => {
    expect(linesOf(changed('Province42/Service', 'HttpApi9292168F', () => undefined))).toHaveLength(1);
    expect(linesOf(withProperties('Province42/Agencies', 'LandTasksQueue0219F11F', { QueueName: 'land' }))).toHaveLength(1);
  });

  it.each(['DeletionPolicy', 'UpdateReplacePolicy'])('a lost %s', (policy) => {
    for (const [logicalId, value] of [
      [TABLE, 'Delete'],
      [KEY, undefined],
      [BUCKET, 'Delete'],
    ] as const)
      expect(linesOf(changed(STATE, logicalId, (resource) => ({ ...resource, [policy]: value })))).toContain(
        `${STATE} ${logicalId} loses its ${policy} Retain`,
      );
  });

  it('another key of an index under its name', () => {
    const { Properties = {} } = pinned[STATE]?.[TABLE] ?? {};
    const { GlobalSecondaryIndexes: indexes } = Properties;
    if (!Array.isArray(indexes)) throw new Error('the table has no indexes');
    const [first, ...rest] = indexes;
    const changedKey = [{ AttributeName: 'office', KeyType: 'HASH' }];
    expect(linesOf(withProperties(STATE, TABLE, { GlobalSecondaryIndexes: [{ ...first, KeySchema: changedKey }, ...rest] }))).toContain(
      `${STATE} ${TABLE} has another key in its index ${first.IndexName}`,
    );
  });

  it('another view of the stream, another attribute by which items expire, or none', () => {
    const lines = (properties: Readonly<Record<string, unknown>>) => linesOf(withProperties(STATE, TABLE, properties));
    expect(lines({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } })).toContain(`${STATE} ${TABLE} has another view in its stream`);
    expect(lines({ TimeToLiveSpecification: { AttributeName: 'acceptedAt', Enabled: true } })).toEqual([
      `${STATE} ${TABLE} lets its items expire by acceptedAt, before by expiresAt`,
    ]);
    expect(lines({ TimeToLiveSpecification: { Enabled: false } })).toEqual([
      `${STATE} ${TABLE} lets its items expire by nothing, before by expiresAt`,
    ]);
  });

  it('documents that are to expire, or are kept in one version only', () => {
    const { LifecycleConfiguration } = pinned[STATE]?.[BUCKET]?.Properties ?? {};
    const { Rules } = Object(LifecycleConfiguration);
    expect(linesOf(withProperties(STATE, BUCKET, { VersioningConfiguration: { Status: 'Suspended' } }))).toEqual([
      `${STATE} ${BUCKET} keeps no versions of its objects any more`,
    ]);
    const withRule = (rule: object) => linesOf(withProperties(STATE, BUCKET, { LifecycleConfiguration: { Rules: [...Rules, rule] } }));
    expect(withRule({ Status: 'Enabled', ExpirationInDays: 365 })).toEqual([
      `${STATE} ${BUCKET} lets objects expire by a rule that it did not have`,
    ]);
    expect(withRule({ Status: 'Disabled', ExpirationInDays: 365 })).toEqual([]);
    expect(withRule({ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } })).toEqual([]);
  });

  it('messages that a queue keeps for a shorter time', () => {
    const queue = 'LandTasksQueue0219F11F';
    const before = Number(pinned['Province42/Agencies']?.[queue]?.Properties?.['MessageRetentionPeriod']);
    expect(linesOf(withProperties('Province42/Agencies', queue, { MessageRetentionPeriod: before - 1 }))).toEqual([
      `Province42/Agencies ${queue} keeps its messages ${before - 1} seconds, before ${before}`,
    ]);
    expect(linesOf(withProperties('Province42/Agencies', queue, { MessageRetentionPeriod: before + 1 }))).toEqual([]);
  });

  it('of a table of the older kind, too', () => {
    const table: Resource = {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    };
    const { KeySchema, AttributeDefinitions } = table.Properties ?? {};
    expect(Object.keys(statefulResources({ Resources: { Old: table } }))).toEqual(['Old']);
    const after = { ...table, Properties: { KeySchema, AttributeDefinitions } };
    expect(linesOf({ S: { Old: after } }, { S: { Old: table } })).toEqual([
      'S Old loses its stream',
      'S Old loses its deletion protection',
      'S Old loses its point-in-time recovery',
    ]);
  });

  it('a table without its stream, its protection, its recovery or an index', () => {
    const { Properties = {} } = pinned[STATE]?.[TABLE] ?? {};
    const { StreamSpecification: _, ...streamless } = Properties;
    expect(linesOf(changed(STATE, TABLE, (table) => ({ ...table, Properties: streamless })))).toContain(
      `${STATE} ${TABLE} loses its stream`,
    );
    const Replicas = [{ Region: 'ap-southeast-1', DeletionProtectionEnabled: false }];
    expect(linesOf(withProperties(STATE, TABLE, { Replicas }))).toEqual([
      `${STATE} ${TABLE} loses its deletion protection`,
      `${STATE} ${TABLE} loses its point-in-time recovery`,
    ]);
    expect(linesOf(withProperties(STATE, TABLE, { GlobalSecondaryIndexes: [] }))).toHaveLength(3);
  });
});

describe('a change that loses nothing passes:', () => {
  it('one more index', () => {
    const { Properties = {} } = pinned[STATE]?.[TABLE] ?? {};
    const { GlobalSecondaryIndexes: indexes, AttributeDefinitions: attributes } = Properties;
    if (!Array.isArray(indexes) || !Array.isArray(attributes)) throw new Error('the table has no indexes');
    const one = { ...indexes[0], IndexName: 'office', KeySchema: [{ AttributeName: 'office', KeyType: 'HASH' }] };
    const after = withProperties(STATE, TABLE, {
      GlobalSecondaryIndexes: [...indexes, one],
      AttributeDefinitions: [...attributes, { AttributeName: 'office', AttributeType: 'S' }],
    });
    expect(linesOf(after)).toEqual([]);
  });

  it('another definition of the state machine, another description of a key', () => {
    expect(linesOf(withProperties('Province42/Service', 'TaskApprovalMachine675EC1B0', { DefinitionString: '{}' }))).toEqual([]);
    expect(linesOf(withProperties(STATE, KEY, { Description: 'Signs' }))).toEqual([]);
  });

  it('one more table', () => {
    const table = pinned[STATE]?.[TABLE];
    if (!table) throw new Error('no table');
    expect(linesOf({ ...pinned, [STATE]: { ...pinned[STATE], Archive01234567: table } })).toEqual([]);
  });
});

describe('renewing the baseline', () => {
  const without = changed(STATE, TABLE, () => undefined);

  it('is refused while something would be lost', () => {
    const renewed = renewBaseline(pinned, without, []);
    expect(renewed).toMatchObject({ kind: 'refused', losses: [{ stack: STATE, logicalId: TABLE }] });
    expect(renewedLines(renewed).join('\n')).toContain('--accept');
    expect(renewBaseline(pinned, without, [KEY])).toMatchObject({ kind: 'nothing-to-accept', logicalIds: [KEY] });
  });

  it('takes the new one when the loss is accepted by name', () => {
    expect(renewBaseline(pinned, without, [TABLE])).toMatchObject({ kind: 'renewed', baseline: without, accepted: [{ logicalId: TABLE }] });
  });

  it('needs no word for what is new', () => {
    expect(renewBaseline(without, pinned, [])).toMatchObject({ kind: 'renewed', baseline: pinned, accepted: [] });
  });
});
