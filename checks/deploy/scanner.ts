import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { AwsCalls } from './aws-call.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { ACCOUNT, REGION, ROOT_KEY } from './emulator.ts';

const LOOK_MS = 250;

const Rules = z.object({ Rules: z.array(z.object({ Name: z.string(), EventPattern: z.string().optional() })) });
const Targets = z.object({ Targets: z.array(z.object({ Arn: z.string() })) });
const Tested = z.object({ Result: z.boolean() });

/** GuardDuty's "Object Scan Result" of an object without a threat, as EventBridge delivers it (user guide, "Malware Protection for S3"). */
const verdict = (bucket: string, objectKey: string) => ({
  version: '0',
  id: crypto.randomUUID(),
  'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  source: 'aws.guardduty',
  account: ACCOUNT,
  time: `${new Date().toISOString().slice(0, 19)}Z`,
  region: REGION,
  resources: [],
  detail: {
    schemaVersion: '1.0',
    scanStatus: 'COMPLETED',
    resourceType: 'S3_OBJECT',
    s3ObjectDetails: { bucketName: bucket, objectKey, s3Throttled: false },
    scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND', threats: null },
  },
});

/**
 * Where the deployed rules would take a verdict: the ARN of the one target whose rule's pattern matches it. Nobody but GuardDuty
 * itself may put its events on the bus, so the last step to the target is the check's.
 * @throws Error when no rule matches
 */
const targetOfVerdicts = async (calls: AwsCalls, bucket: string): Promise<string> => {
  const events = (operation: string, input: unknown) => calls.json('events', `AWSEvents.${operation}`, input);
  const Event = JSON.stringify(verdict(bucket, 'dossier/LEASE/checksum'));
  for (const { Name, EventPattern } of Rules.parse(await events('ListRules', {})).Rules) {
    if (!EventPattern) continue;
    if (!Tested.parse(await events('TestEventPattern', { EventPattern, Event })).Result) continue;
    const [target] = Targets.parse(await events('ListTargetsByRule', { Rule: Name })).Targets;
    if (target) return target.Arn;
  }
  throw new Error('no rule of the event bus takes the verdicts of the malware scan anywhere');
};

export type Scanner = { stop(): Promise<void> };

/**
 * Stands in for the malware scan that the emulator does not have: calls every new object of the bucket clean, in the queue that
 * the deployed rule names. What fails at one look is done at the next.
 */
export const startScanner = async (endpoint: string, { documentsBucket: bucket }: DeployedCells, calls: AwsCalls): Promise<Scanner> => {
  const target = await targetOfVerdicts(calls, bucket);
  const QueueUrl = `${endpoint}/${ACCOUNT}/${target.slice(target.lastIndexOf(':') + 1)}`;
  const s3 = new S3Client({ region: REGION, endpoint, forcePathStyle: true, credentials: ROOT_KEY });
  const told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    for (const { Key } of Contents) {
      if (!Key || told.has(Key)) continue;
      await calls.json('sqs', 'AmazonSQS.SendMessage', { QueueUrl, MessageBody: JSON.stringify(verdict(bucket, Key)) });
      told.add(Key);
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const again = () => {
    looking = look()
      .catch(() => undefined)
      .then(() => {
        if (!stopped) timer = setTimeout(again, LOOK_MS);
      });
  };
  again();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
      s3.destroy();
    },
  };
};
