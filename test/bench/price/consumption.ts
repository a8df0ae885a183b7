import * as z from 'zod';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { HistoryEvent } from '../../../functions/ledger/history-event.ts';
import { plainImage, StreamImage } from '../../../functions/platform/stream-image.ts';
import { type Use, unitsOf } from '../recording/use.ts';

/** What a journey consumes of everything that has a price. */
export type Consumption = {
  readonly transitions: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly apiRequests: number;
  readonly invocations: number;
  /** Memory of all calls together (GB): times the seconds of a call it is the GB-seconds. */
  readonly gigabytes: number;
  readonly topicMessages: number;
  readonly queueRequests: number;
  readonly keyUses: number;
  readonly signatures: number;
  readonly objectWrites: number;
  readonly objectReads: number;
  readonly logBytes: number;
};

/** A message is put into its queue, received and deleted; nothing is batched. */
const REQUESTS_OF_A_MESSAGE = 3;

const total = (counts: Readonly<Record<string, number>>, wanted: (name: string) => boolean = () => true): number =>
  Object.entries(counts).reduce((sum, [name, count]) => (wanted(name) ? sum + count : sum), 0);

/** A write of a history event, as it goes to DynamoDB. */
const EventWrite = z.object({ Put: z.object({ Item: z.looseObject({ sk: z.object({ S: z.string().startsWith('EVENT#') }) }) }) });
const Writes = z.object({ TransactItems: z.array(z.unknown()) });

/** Messages that the history events written by these calls become: the event's own, and one for each task that it opened. */
export const publishedMessages = ({ database }: Pick<Use, 'database'>, cell: string): number =>
  database
    .filter(({ operation, status }) => operation === 'TransactWriteItems' && status === 200)
    .flatMap(({ input }) => Writes.parse(input).TransactItems)
    .flatMap((write) => EventWrite.safeParse(write).data?.Put.Item ?? [])
    .reduce((sum, item) => sum + messagesOf(HistoryEvent.parse(plainImage(StreamImage.parse(item))), cell).length, 0);

const SIGNING = ['TrentService.Sign', 'TrentService.Verify'];

export const consumptionOf = (use: Use, cell: string): Consumption => {
  const { read, write } = unitsOf(use);
  return {
    transitions: use.transitions,
    writeUnits: write,
    readUnits: read,
    apiRequests: total(use.api),
    invocations: use.invocations.length,
    gigabytes: use.invocations.reduce((sum, { memoryMb }) => sum + memoryMb / 1024, 0),
    topicMessages: publishedMessages(use, cell),
    queueRequests: REQUESTS_OF_A_MESSAGE * use.queueMessages + (use.services['SendMessage'] ?? 0),
    keyUses: total(use.services, (name) => name.startsWith('TrentService.') && !SIGNING.includes(name)),
    signatures: total(use.services, (name) => SIGNING.includes(name)),
    objectWrites: use.services['S3.PUT'] ?? 0,
    objectReads: (use.services['S3.GET'] ?? 0) + (use.services['S3.HEAD'] ?? 0),
    logBytes: use.logBytes,
  };
};
