import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CloudEvent } from '../../../functions/ledger/cloud-event.ts';
import type { Inspection } from './inspection.ts';

const Template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.looseObject({ TopicArn: z.unknown() }).partial() })),
});

/**
 * Copies an assembly and adds one subscriber to it, who is sent everything: what it holds is what left the cell. It stands in the
 * template, so that it is there from the first moment of every start.
 * @returns the copy
 */
export const withWitness = (assembly: string, copy: string): string => {
  cpSync(assembly, copy, { recursive: true });
  const [file] = globSync(join(copy, 'assembly-Province*', '*Agencies*.template.json'));
  if (!file) throw new Error('the assembly has no stack of agencies');
  const template = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
  const subscription = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::SNS::Subscription');
  if (!subscription) throw new Error('the agencies subscribe to nothing');
  const { TopicArn } = subscription.Properties;
  const Resources = {
    ...template.Resources,
    WitnessQueue: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600, VisibilityTimeout: 600 } },
    WitnessSubscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['WitnessQueue', 'Arn'] }, RawMessageDelivery: true, TopicArn },
    },
  };
  writeFileSync(file, JSON.stringify({ ...template, Resources }));
  return copy;
};

/** Takes everything that the witness has been sent so far. */
export const readWitness = async ({ sqs, queueUrl }: Inspection): Promise<CloudEvent[]> => {
  const QueueUrl = queueUrl('Witness');
  const events: CloudEvent[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return events;
    events.push(...Messages.map(({ Body = '' }) => CloudEvent.parse(JSON.parse(Body))));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
};
