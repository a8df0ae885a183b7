import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Resource } from './stateful-resources.ts';

/* What CloudFormation changes in place, without replacing anything, and what takes something away all the same. */

const Keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Index = z.object({ IndexName: z.string(), KeySchema: Keys });
const Recovery = z.object({ PointInTimeRecoveryEnabled: z.unknown().optional() }).optional();
/** Both kinds of table: a global one says of each replica what the other says of itself. */
const Table = z.object({
  GlobalSecondaryIndexes: z.array(Index).default([]),
  StreamSpecification: z.object({ StreamViewType: z.string().optional() }).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.unknown().optional() }).optional(),
  Replicas: z.array(z.object({ DeletionProtectionEnabled: z.unknown().optional(), PointInTimeRecoverySpecification: Recovery })).optional(),
  DeletionProtectionEnabled: z.unknown().optional(),
  PointInTimeRecoverySpecification: Recovery,
});

const lostOfTable = (before: unknown, after: unknown): string[] => {
  const [was, is] = [before, after].map((properties) => {
    const table = Table.parse(properties);
    const { GlobalSecondaryIndexes: indexes, StreamSpecification: stream, TimeToLiveSpecification: ttl, Replicas = [table] } = table;
    return {
      indexes: new Map(indexes.map(({ IndexName, KeySchema }) => [IndexName, KeySchema])),
      stream,
      expiry: ttl?.Enabled ? ttl.AttributeName : undefined,
      protections: [
        ...(stream ? ['stream'] : []),
        ...(Replicas.every(({ DeletionProtectionEnabled }) => DeletionProtectionEnabled) ? ['deletion protection'] : []),
        ...(Replicas.every((one) => one.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled) ? ['point-in-time recovery'] : []),
      ],
    };
  });
  if (!was || !is) return [];
  return [
    ...[...was.indexes].flatMap(([name, keys]) => {
      const kept = is.indexes.get(name);
      if (!kept) return [`loses its index ${name}`];
      return isDeepStrictEqual(kept, keys) ? [] : [`has another key in its index ${name}`];
    }),
    ...was.protections.flatMap((name) => (is.protections.includes(name) ? [] : [`loses its ${name}`])),
    ...(was.stream && is.stream && was.stream.StreamViewType !== is.stream.StreamViewType ? ['has another view in its stream'] : []),
    ...(was.expiry === is.expiry ? [] : [`lets its items expire by ${is.expiry ?? 'nothing'}, before by ${was.expiry ?? 'nothing'}`]),
  ];
};

const Rule = z.looseObject({ Status: z.unknown().optional() });
const Bucket = z.object({
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
  LifecycleConfiguration: z.object({ Rules: z.array(Rule) }).optional(),
});
/** Members of a lifecycle rule by which objects, or older versions of them, are deleted. */
const EXPIRES = [
  'ExpirationInDays',
  'ExpirationDate',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionExpirationInDays',
  'ExpiredObjectDeleteMarker',
];

/** Rules that delete objects, as they stand. */
const expiring = (properties: unknown): object[] =>
  (Bucket.parse(properties).LifecycleConfiguration?.Rules ?? []).filter(
    (rule) => rule.Status === 'Enabled' && EXPIRES.some((name) => rule[name] !== undefined),
  );

const lostOfBucket = (before: unknown, after: unknown): string[] => {
  const versioned = (properties: unknown) => Bucket.parse(properties).VersioningConfiguration?.Status === 'Enabled';
  const kept = expiring(before);
  const added = expiring(after).filter((rule) => !kept.some((one) => isDeepStrictEqual(one, rule)));
  return [
    ...(versioned(before) && !versioned(after) ? ['keeps no versions of its objects any more'] : []),
    ...added.map(() => 'lets objects expire by a rule that it did not have'),
  ];
};

/** Seconds that a queue keeps a message where nothing else is said. */
const FOUR_DAYS = 345_600;
const Queue = z.object({ MessageRetentionPeriod: z.coerce.number().default(FOUR_DAYS) });

const lostOfQueue = (before: unknown, after: unknown): string[] => {
  const [was, is] = [Queue.parse(before).MessageRetentionPeriod, Queue.parse(after).MessageRetentionPeriod];
  return is < was ? [`keeps its messages ${is} seconds, before ${was}`] : [];
};

const byType: Readonly<Record<string, (before: unknown, after: unknown) => string[]>> = {
  'AWS::DynamoDB::GlobalTable': lostOfTable,
  'AWS::DynamoDB::Table': lostOfTable,
  'AWS::S3::Bucket': lostOfBucket,
  'AWS::SQS::Queue': lostOfQueue,
};

/** What a resource loses that stays the same resource. */
export const lostInPlace = (before: Resource, after: Resource): string[] =>
  byType[before.Type]?.(before.Properties ?? {}, after.Properties ?? {}) ?? [];
