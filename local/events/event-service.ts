import { isObject } from '../assembly/json.ts';
import { AwsError, type AwsJsonService } from '../aws-json.ts';
import type { NewEvent } from './bus-event.ts';

const LARGEST_REQUEST_BYTES = 256 * 1024;

type Outcome = { readonly event: NewEvent } | { readonly ErrorCode: string; readonly ErrorMessage: string };

const refused = (ErrorCode: string, ErrorMessage: string): Outcome => ({ ErrorCode, ErrorMessage });

const readEntry = (entry: unknown): Outcome => {
  if (!isObject(entry)) return refused('InvalidArgument', 'an entry must be an object');
  const { Source: source, DetailType: type, Detail: detail, Time: time, Resources: resources, EventBusName: bus } = entry;
  if (typeof source !== 'string' || source === '')
    return refused('InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.');
  if (source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  if (typeof type !== 'string' || type === '')
    return refused('InvalidArgument', 'Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  if (typeof detail !== 'string')
    return refused('InvalidArgument', 'Parameter Detail is not valid. Reason: Detail is a required argument.');
  if (bus !== undefined && bus !== 'default' && !String(bus).endsWith(':event-bus/default'))
    return refused('InvalidArgument', `the local runtime has no event bus ${String(bus)}`);
  const parsed = parseDetail(detail);
  if (!parsed) return refused('MalformedDetail', 'Detail is malformed.');
  return {
    event: {
      source,
      'detail-type': type,
      detail: parsed,
      ...(Array.isArray(resources) && { resources: resources.map(String) }),
      ...(typeof time === 'number' && { time: `${new Date(time * 1000).toISOString().slice(0, 19)}Z` }),
    },
  };
};

const parseDetail = (detail: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(detail);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * EventBridge (target prefix `AWSEvents`): PutEvents.
 * @param put keeps an event and gives its id
 */
export const createEventService =
  (put: (event: NewEvent) => string): AwsJsonService =>
  async (operation, input) => {
    if (operation !== 'PutEvents')
      throw new AwsError('UnknownOperationException', `the local runtime does not implement EventBridge.${operation}`);
    const { Entries: entries, EndpointId: endpoint } = input;
    if (endpoint !== undefined) throw new AwsError('ValidationException', 'the local runtime does not implement EndpointId');
    if (!Array.isArray(entries) || entries.length < 1 || entries.length > 10)
      throw new AwsError('ValidationException', 'Entries must have 1 to 10 members');
    if (Buffer.byteLength(JSON.stringify(entries)) > LARGEST_REQUEST_BYTES)
      throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
    const results = entries.map(readEntry).map((outcome) => ('event' in outcome ? { EventId: put(outcome.event) } : outcome));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  };
