import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { openEventBus } from '../../../local/events/event-bus.ts';
import { openQueues } from '../../../local/queues/queues.ts';
import { openStorage } from '../../../local/storage/storage.ts';
import { queue, temporaryFolder } from '../queues/support.ts';
import { bucket, protection } from '../storage/support.ts';
import { queueArn, rule } from './support.ts';

/** The parts as the runtime puts them together: an upload is scanned, and its verdict waits in the queue of a rule. */
it('brings the verdict on an upload to the queue of the rule that asks for it', async () => {
  const folder = temporaryFolder();
  const dataDir = folder.path;
  const clock = new VirtualClock();
  const queues = await openQueues({ dataDir, clock });
  const bus = openEventBus({
    dataDir,
    clock,
    sendToQueue: queues.send,
    invokeAsync: () => Promise.reject(new Error('there are no functions')),
  });
  const storage = await openStorage({ dataDir, clock, engineEndpoint: queues.endpoint, putEvent: bus.put });
  const scanned = rule('scanned', {
    EventPattern: { source: ['aws.guardduty'], detail: { s3ObjectDetails: { bucketName: ['documents'] } } },
    Targets: [{ Id: 'T0', Arn: queueArn('verdicts') }],
  });
  const resources = [queue('verdicts'), bucket('documents'), protection('documents'), scanned];
  await queues.deploy(resources);
  bus.deploy(resources);
  await storage.deploy(resources);
  bus.start();

  const account = { region: 'ap-southeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const [s3, sqs] = [new S3Client({ ...account, endpoint: storage.endpoint }), new SQSClient({ ...account, endpoint: queues.endpoint })];
  await s3.send(new PutObjectCommand({ Bucket: 'documents', Key: 'lease', Body: 'a lease' }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: `${queues.endpoint}/000000000000/verdicts`, WaitTimeSeconds: 10 }),
  );
  s3.destroy();
  sqs.destroy();
  bus.stop();
  await storage.stop();
  await queues.stop();
  clock.stop();
  folder.remove();

  expect(JSON.parse(Messages[0]?.Body ?? '{}')).toMatchObject({
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    detail: { s3ObjectDetails: { objectKey: 'lease' }, scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' } },
  });
});
