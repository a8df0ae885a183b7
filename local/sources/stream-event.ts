import { createHash } from 'node:crypto';
import type { StreamRecord } from '../dynamodb/streams.ts';
import type { SourceMapping } from './mapping.ts';

/** The same record has the same id each time it is delivered. */
const eventId = (streamArn: string, { shard, sequence }: StreamRecord['position']) =>
  createHash('md5').update(`${streamArn} ${shard} ${sequence}`).digest('hex');

/** One record as Lambda gives it to a function; filters see the same. */
export const lambdaRecord = ({ sourceArn, region }: Pick<SourceMapping, 'sourceArn' | 'region'>, { record, position }: StreamRecord) => ({
  eventID: eventId(sourceArn, position),
  eventName: record['eventName'],
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  dynamodb: record['dynamodb'],
  ...(record['userIdentity'] !== undefined && { userIdentity: record['userIdentity'] }),
  eventSourceARN: sourceArn,
});

export const streamEvent = (mapping: Pick<SourceMapping, 'sourceArn' | 'region'>, records: readonly StreamRecord[]) => ({
  Records: records.map((record) => lambdaRecord(mapping, record)),
});
