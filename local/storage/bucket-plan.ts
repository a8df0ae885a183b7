import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { isObject, listOf, objectOf, stringOf, stringsOf } from '../assembly/json.ts';
import { describeResource, expectKnownProperties, expectOneOf } from '../queues/known-properties.ts';
import type { CorsRule } from './cors.ts';

export type BucketPlan = {
  readonly cell: string;
  readonly name: string;
  readonly sendsEvents: boolean;
  readonly cors: readonly CorsRule[];
};
/** A bucket whose new objects are scanned; `prefixes` empty: all of them. */
export type Protection = { readonly cell: string; readonly planArn: string; readonly bucket: string; readonly prefixes: readonly string[] };

/** Versions, life cycles and access rules are not played: objects stay until they are deleted, and whoever signs may read. */
const IGNORED = [
  'BucketEncryption',
  'PublicAccessBlockConfiguration',
  'OwnershipControls',
  'AccessControl',
  'Tags',
  'LifecycleConfiguration',
  'LoggingConfiguration',
  'VersioningConfiguration',
  'IntelligentTieringConfigurations',
];

const notifications = (resource: DeployedResource): boolean => {
  const what = `NotificationConfiguration of ${describeResource(resource)}`;
  const configuration = objectOf(resource.properties['NotificationConfiguration'], what);
  const others = Object.keys(configuration).filter((name) => name !== 'EventBridgeConfiguration');
  if (others.length > 0) throw new Error(`${what}: the local runtime does not implement ${others.join(', ')}`);
  const bridge = configuration['EventBridgeConfiguration'];
  return isObject(bridge) && String(bridge['EventBridgeEnabled'] ?? true) === 'true';
};

const corsRules = (resource: DeployedResource): CorsRule[] => {
  const what = `CorsConfiguration of ${describeResource(resource)}`;
  return listOf(objectOf(resource.properties['CorsConfiguration'], what)['CorsRules'], what).map((entry) => {
    const rule = objectOf(entry, what);
    return {
      origins: stringsOf(rule['AllowedOrigins'], `${what}.AllowedOrigins`),
      methods: stringsOf(rule['AllowedMethods'], `${what}.AllowedMethods`),
      headers: stringsOf(rule['AllowedHeaders'], `${what}.AllowedHeaders`),
      exposed: stringsOf(rule['ExposedHeaders'], `${what}.ExposedHeaders`),
      maxAgeSeconds: rule['MaxAge'] === undefined ? undefined : Number(rule['MaxAge']),
    };
  });
};

const bucketPlan = (resource: DeployedResource): BucketPlan => {
  expectKnownProperties(resource, ['BucketName', 'NotificationConfiguration', 'CorsConfiguration'], IGNORED);
  return { cell: resource.cell, name: resource.physicalId, sendsEvents: notifications(resource), cors: corsRules(resource) };
};

const protection = (resource: DeployedResource): Protection => {
  const what = (name: string) => `${name} of ${describeResource(resource)}`;
  expectKnownProperties(resource, ['ProtectedResource', 'Actions'], ['Role', 'Tags']);
  const tagging = objectOf(objectOf(resource.properties['Actions'], what('Actions'))['Tagging'], what('Actions.Tagging'));
  expectOneOf(resource, 'Actions.Tagging.Status (objects carry no tags)', tagging['Status'], ['DISABLED']);
  const bucket = objectOf(objectOf(resource.properties['ProtectedResource'], what('ProtectedResource'))['S3Bucket'], what('S3Bucket'));
  return {
    cell: resource.cell,
    planArn: resource.attributes['Arn'] ?? resource.physicalId,
    bucket: stringOf(bucket['BucketName'], what('S3Bucket.BucketName')),
    prefixes: stringsOf(bucket['ObjectPrefixes'], what('S3Bucket.ObjectPrefixes')),
  };
};

/** Reads buckets and malware protection plans; every other type is left out. Throws naming what is not implemented. */
export const planBuckets = (resources: readonly DeployedResource[]) => ({
  buckets: resources.filter(({ type }) => type === 'AWS::S3::Bucket').map(bucketPlan),
  protections: resources.filter(({ type }) => type === 'AWS::GuardDuty::MalwareProtectionPlan').map(protection),
});
