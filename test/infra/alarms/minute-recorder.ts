import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { LOCAL_REGION } from '../../../local/assembly/place.ts';
import type { Runtime } from '../../../local/runtime.ts';

/** `[first minute, last minute, value]`, as in the series. */
type Span = [number, number, number];

/** A line of a function, of Lambda itself, or of the access log: only what is counted. */
const Line = z.looseObject({
  message: z.unknown().optional(),
  ms: z.union([z.string(), z.number()]).optional(),
  status: z.union([z.string(), z.number()]).optional(),
});
const StreamEvent = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ ApproximateCreationDateTime: z.number() }) })),
});

const withoutDigest = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/**
 * Counts, minute by minute of virtual time, what CloudWatch would be told of a running place: calls and ends of functions and of the
 * API from their log lines, depths and ages from the queue engine, units and throttled calls at DynamoDB's proxy, the age of events
 * as the publisher gets them.
 */
export const minuteRecorder = (runtime: Runtime, dataDir: string) => {
  const ofType = (type: string) => runtime.resources.filter((resource) => resource.type === type && resource.cell.startsWith('Province'));
  const spans = new Map<string, Span[]>();
  let minute = 0;
  const record = (key: string, value: number): void => {
    const list = spans.get(key) ?? [];
    const last = list.at(-1);
    if (last && last[1] === minute - 1 && last[2] === value) last[1] = minute;
    else list.push([minute, minute, value]);
    spans.set(key, list);
  };

  const read = new Map<string, number>();
  /** The lines that a log group got since the last look. */
  const newLines = (group: unknown): z.infer<typeof Line>[] => {
    const file = join(
      dataDir,
      'logs',
      `${String(group)
        .replace(/^\//, '')
        .replaceAll(/[^\w.-]/g, '_')}.log`,
    );
    if (!existsSync(file)) return [];
    const text = readFileSync(file, 'utf8');
    const from = read.get(file) ?? 0;
    read.set(file, text.length);
    return text
      .slice(from)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Line.parse(JSON.parse(line)));
  };

  let waits = 0;
  const functions = () => {
    for (const { logicalId, properties } of ofType('AWS::Lambda::Function')) {
      const lines = newLines(z.object({ LogGroup: z.string() }).parse(properties['LoggingConfig']).LogGroup);
      const errors = lines.filter((line) => line['type'] === 'platform.report').length;
      // A call that ended with an error may have had no time to write its own line.
      const calls = Math.max(lines.filter(({ ms }) => ms !== undefined).length, errors);
      waits += lines.filter(({ message }) => String(message).endsWith(': waiting for the national cell')).length;
      if (calls === 0) continue;
      const name = withoutDigest(logicalId);
      record(`AWS/Lambda Invocations ${name}`, calls);
      record(`AWS/Lambda Errors ${name}`, errors);
      record(`AWS/Lambda Throttles ${name}`, 0);
    }
    if (waits > 0) record('MotCua/42 NationalCellWaits', waits);
    waits = 0;
  };
  const api = () => {
    const [stage] = ofType('AWS::ApiGatewayV2::Stage');
    const arn = z.object({ DestinationArn: z.string() }).parse(stage?.properties['AccessLogSettings']).DestinationArn;
    const answers = newLines(arn.split('log-group:')[1]?.replace(/:\*$/, ''));
    if (answers.length > 0) record('AWS/ApiGateway 5xx HttpApi', answers.filter(({ status }) => /^5/.test(String(status))).length);
  };

  const sqs = new SQSClient({
    region: LOCAL_REGION,
    endpoint: runtime.endpoints['AWS_ENDPOINT_URL_SQS'] ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const engine = new DatabaseSync(join(dataDir, 'fauxqs.db'), { readOnly: true });
  const oldest = engine.prepare('SELECT min(sent_timestamp) AS sent FROM sqs_messages WHERE queue_name = ?');
  const queue = async ({ logicalId, physicalId }: DeployedResource) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: physicalId, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    const { sent } = z.object({ sent: z.number().nullable() }).parse(oldest.get(physicalId.slice(physicalId.lastIndexOf('/') + 1)));
    const name = withoutDigest(logicalId);
    record(`AWS/SQS ApproximateNumberOfMessagesVisible ${name}`, Number(Attributes['ApproximateNumberOfMessages']));
    record(
      `AWS/SQS ApproximateAgeOfOldestMessage ${name}`,
      sent === null ? 0 : Math.max(0, Math.round((runtime.clock.now() - sent) / 1000)),
    );
  };

  const [dossiers] = ofType('AWS::DynamoDB::GlobalTable');
  let written = 0;
  let throttled = 0;
  const stopListening = runtime.proxy.onCall(({ tables, spent, error }) => {
    if (!dossiers || !tables.includes(dossiers.physicalId)) return;
    for (const { table, writeUnits } of spent) if (table === dossiers.physicalId) written += writeUnits;
    if (error === 'ProvisionedThroughputExceededException') throttled += 1;
  });
  const table = () => {
    if (written > 0) record('AWS/DynamoDB ConsumedWriteCapacityUnits Dossiers', written);
    if (throttled > 0) record('AWS/DynamoDB WriteThrottleEvents Dossiers', throttled);
    written = 0;
    throttled = 0;
  };

  let age: number | undefined;
  const publisher = ofType('AWS::Lambda::Function').find(({ logicalId }) => logicalId.startsWith('DossierPublishEvents'));
  const stopWatching = runtime.deliveries.before(publisher?.physicalId ?? '', (event, pass) => {
    for (const { dynamodb } of StreamEvent.parse(event).Records)
      age = Math.max(age ?? 0, Math.round(runtime.clock.now() - dynamodb.ApproximateCreationDateTime * 1000));
    return pass(event);
  });

  return {
    /** Ends a minute: notes what it had. */
    minuteOver: async (): Promise<void> => {
      functions();
      api();
      for (const one of ofType('AWS::SQS::Queue')) await queue(one);
      table();
      if (age !== undefined) record('AWS/Lambda IteratorAge DossierPublishEventsFunction', age);
      age = undefined;
      minute += 1;
    },
    metrics: (): Readonly<Record<string, Span[]>> => Object.fromEntries([...spans].sort(([left], [right]) => (left < right ? -1 : 1))),
    close: (): void => {
      stopListening();
      stopWatching();
      engine.close();
      sqs.destroy();
    },
  };
};
