import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openQueues, type Queues } from '../../../local/queues/queues.ts';
import type { CreatedObject, ObjectEvent } from '../../../local/storage/object-events.ts';
import { openStorage, type Storage } from '../../../local/storage/storage.ts';

const resource = (
  type: string,
  physicalId: string,
  properties: Record<string, unknown> = {},
  attributes: Record<string, string> = {},
): DeployedResource => ({
  cell: 'Province42',
  stack: 'Province42-State',
  logicalId: physicalId.replaceAll(/\W/g, ''),
  type,
  properties,
  physicalId,
  attributes,
  dependsOn: [],
});
export const bucket = (name: string, properties: Record<string, unknown> = {}) => resource('AWS::S3::Bucket', name, properties);
export const protection = (bucketName: string, ObjectPrefixes?: string[]) =>
  resource(
    'AWS::GuardDuty::MalwareProtectionPlan',
    `plan-${bucketName}`,
    { Role: 'r', ProtectedResource: { S3Bucket: { BucketName: bucketName, ...(ObjectPrefixes && { ObjectPrefixes }) } } },
    { Arn: `arn:aws:guardduty:ap-southeast-1:000000000000:malware-protection-plan/plan-${bucketName}` },
  );

/** One bucket that sends events, is scanned under one prefix and lets one origin in; one plain bucket. */
const CORS = {
  CorsRules: [
    {
      AllowedOrigins: ['https://portal.example'],
      AllowedMethods: ['PUT', 'GET'],
      AllowedHeaders: ['*'],
      ExposedHeaders: ['ETag'],
      MaxAge: 600,
    },
  ],
};
export const testResources = [
  bucket('documents', {
    BucketEncryption: {},
    CorsConfiguration: CORS,
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  }),
  bucket('plain'),
  protection('documents', ['upload/']),
];

/** The object store over an engine of its own; `events` and `created` are what it announced. */
export const serveStorage = async (resources: readonly DeployedResource[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'mot-cua-'));
  const clock = new VirtualClock();
  const events: ObjectEvent[] = [];
  const created: CreatedObject[] = [];
  let busIsDown = false;
  let queues: Queues;
  let storage: Storage;
  let s3: S3Client;
  const start = async () => {
    queues = await openQueues({ dataDir: folder, clock });
    storage = await openStorage({
      dataDir: folder,
      clock,
      engineEndpoint: queues.endpoint,
      putEvent: (event) => {
        if (busIsDown) throw new Error('the bus is down');
        events.push(event);
      },
      onObjectCreated: (object) => {
        created.push(object);
      },
    });
    await storage.deploy(resources);
    s3 = new S3Client({
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      endpoint: storage.endpoint,
      maxAttempts: 1,
    });
  };
  const stop = async () => {
    s3.destroy();
    await storage.stop();
    await queues.stop();
  };
  await start();
  return {
    clock,
    events,
    created,
    s3: () => s3,
    storage: () => storage,
    breakBus: (broken: boolean) => {
      busIsDown = broken;
    },
    restart: async () => {
      await stop();
      await start();
    },
    stop: async () => {
      await stop();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
