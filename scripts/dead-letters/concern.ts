import * as z from 'zod';
import { parseObjectKey } from '../../functions/document/document.ts';
import { CloudEvent } from '../../functions/ledger/cloud-event.ts';
import { DossierId } from '../../functions/ledger/meta.ts';
import { parseExecutionName } from '../../functions/task/approval-machine.ts';
import { LostRun } from '../../functions/task/restart-execution.ts';
import type { DeadLetter } from './dead-letter.ts';

/** What a dead letter is about. `reason` is what the message itself says of why; most say nothing. */
export type Concern =
  | { readonly kind: 'event'; readonly type: string; readonly dossierId: string; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'lookups'; readonly type: 'lookups'; readonly dossierId: string }
  | {
      readonly kind: 'lost-run';
      readonly type: 'restart' | 'execution-ended';
      readonly dossierId: string;
      readonly run: number;
      readonly status: string;
    }
  | {
      readonly kind: 'scan';
      readonly type: 'scan-verdict';
      readonly dossierId: string;
      readonly objectKey: string;
      readonly status: string;
    }
  /** Where in the table's stream events are that could not be published; not the events themselves. */
  | { readonly kind: 'stream'; readonly type: 'unpublished-events'; readonly from: string; readonly to: string; readonly records: number }
  | { readonly kind: 'sweep'; readonly type: 'missed-sweep' }
  /** An execution that somebody started by hand, or a file that is no document: their consumers leave those alone. */
  | { readonly kind: 'not-ours'; readonly type: 'execution-ended' | 'scan-verdict' }
  | { readonly kind: 'unknown'; readonly type: 'unknown' };

const AnyEvent = CloudEvent.pick({ type: true, subject: true, data: true });
/** A delivery that reminds itself says no data. */
const Reminder = CloudEvent.pick({ type: true, subject: true });
const Lookups = z.object({ dossierId: DossierId, attempt: z.int() });
const Restart = z.object({ restartDue: LostRun });
const StatusChange = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({ name: z.string(), status: z.string() }),
});
const Scan = z.object({
  detail: z.object({
    s3ObjectDetails: z.object({ objectKey: z.string() }),
    scanResultDetails: z.object({ scanResultStatus: z.string() }),
  }),
});
const StreamFailure = z.object({
  DDBStreamBatchInfo: z.object({
    approximateArrivalOfFirstRecord: z.iso.datetime(),
    approximateArrivalOfLastRecord: z.iso.datetime(),
    batchSize: z.int(),
  }),
});
const Scheduled = z.object({ source: z.literal('aws.scheduler') });
/** How SNS wraps a message where a subscription does not ask for it raw. */
const Notification = z.object({ Type: z.literal('Notification'), Message: z.string() });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The message as its consumer would have got it: what SNS could not deliver may lie here in SNS's own wrapping. */
export const consumersBody = (body: string): string => {
  const wrapped = Notification.safeParse(parsed(body));
  return wrapped.success ? wrapped.data.Message : body;
};

/** The content of a letter; undefined when it is no JSON. */
export const contentOf = ({ body }: Pick<DeadLetter, 'body'>): unknown => parsed(consumersBody(body));

/** What a message is about, known by its shape; whose queue it lies in makes no difference. */
export const concernOf = (letter: Pick<DeadLetter, 'body'>): Concern => {
  const content = contentOf(letter);
  const event = AnyEvent.safeParse(content);
  if (event.success) return { kind: 'event', type: event.data.type, dossierId: event.data.subject, data: event.data.data };
  const reminder = Reminder.safeParse(content);
  if (reminder.success) return { kind: 'event', type: reminder.data.type, dossierId: reminder.data.subject, data: {} };
  const restart = Restart.safeParse(content);
  if (restart.success) {
    const { dossierId, run, status } = restart.data.restartDue;
    return { kind: 'lost-run', type: 'restart', dossierId, run, status };
  }
  const lookups = Lookups.safeParse(content);
  if (lookups.success) return { kind: 'lookups', type: 'lookups', dossierId: lookups.data.dossierId };
  const change = StatusChange.safeParse(content);
  const execution = change.success ? parseExecutionName(change.data.detail.name) : undefined;
  if (change.success)
    return execution
      ? { kind: 'lost-run', type: 'execution-ended', ...execution, status: change.data.detail.status }
      : { kind: 'not-ours', type: 'execution-ended' };
  const scan = Scan.safeParse(content);
  const file = scan.success ? parseObjectKey(scan.data.detail.s3ObjectDetails.objectKey) : undefined;
  if (scan.success && !file) return { kind: 'not-ours', type: 'scan-verdict' };
  if (scan.success && file) {
    const { s3ObjectDetails, scanResultDetails } = scan.data.detail;
    const { objectKey } = s3ObjectDetails;
    return { kind: 'scan', type: 'scan-verdict', dossierId: file.dossierId, objectKey, status: scanResultDetails.scanResultStatus };
  }
  const failure = StreamFailure.safeParse(content);
  if (failure.success) {
    const { approximateArrivalOfFirstRecord: from, approximateArrivalOfLastRecord: to, batchSize } = failure.data.DDBStreamBatchInfo;
    return { kind: 'stream', type: 'unpublished-events', from, to, records: batchSize };
  }
  if (Scheduled.safeParse(content).success) return { kind: 'sweep', type: 'missed-sweep' };
  return { kind: 'unknown', type: 'unknown' };
};

/** Why a letter is one, where anything says so: the attributes of whoever could not deliver it, or the message itself. */
export const reasonOf = (letter: Pick<DeadLetter, 'body' | 'attributes'>): string => {
  const named = ['ERROR_CODE', 'ErrorCode'].flatMap((name) => letter.attributes[name]?.text ?? []);
  const concern = concernOf(letter);
  return named[0] ?? ('status' in concern ? concern.status : 'given up by its consumer');
};
