import { scanKey } from '../../functions/document/scan-verdict.ts';
import { wireType } from '../../functions/ledger/cloud-event.ts';

const sha256 = 'a'.repeat(64);

const event = (dossierId: string, name: Parameters<typeof wireType>[0], data: object) => ({
  specversion: '1.0',
  id: `${dossierId}.3`,
  source: '/cells/42',
  type: wireType(name),
  subject: dossierId,
  time: '2026-11-23T02:00:00.000Z',
  datacontenttype: 'application/json',
  sequence: '3',
  data,
});

/** One message of every kind that a dead letter queue of the cell can hold, about a dossier. */
export const deadLetters = (dossierId: string) => ({
  submitted: event(dossierId, 'dossier.submitted', { code: 'x', receivedAt: '2026-11-23T02:00:00.000Z' }),
  concluded: event(dossierId, 'dossier.concluded', {}),
  started: event(dossierId, 'dossier.processing-started', { run: 1 }),
  restarted: event(dossierId, 'dossier.execution-restarted', { run: 2, reason: 'ABORTED' }),
  answered: event(dossierId, 'task.answered', { taskId: `${dossierId}.1` }),
  deadlinePassed: event(dossierId, 'dossier.deadline-passed', {}),
  taskOpened: event(dossierId, 'task.opened', { taskId: `${dossierId}.1`, agency: 'land' }),
  reissued: event(dossierId, 'dossier.receipt-reissued', {}),
  reminder: { type: wireType('dossier.concluded'), subject: dossierId, attempt: 3 },
  lookups: { dossierId, attempt: 2 },
  restartDue: { restartDue: { dossierId, run: 1, status: 'ABORTED' } },
  executionEnded: {
    id: 'event-1',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { stateMachineArn: 'arn', name: `${dossierId}-1`, status: 'FAILED' },
  },
  scan: {
    time: '2026-11-23T02:00:00Z',
    detail: {
      s3ObjectDetails: { bucketName: 'documents', objectKey: `${dossierId}/LEASE/${sha256}` },
      scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' },
    },
  },
  stream: {
    DDBStreamBatchInfo: {
      approximateArrivalOfFirstRecord: '2026-11-23T02:00:00Z',
      approximateArrivalOfLastRecord: '2026-11-23T02:10:00Z',
      batchSize: 7,
    },
  },
  sweep: { source: 'aws.scheduler', 'detail-type': 'Scheduled Event', detail: '{}' },
  poison: 'no JSON at all',
});

/** The item that says that the verdict of `scan` was recorded. */
export const recordedScan = (dossierId: string) => ({
  ...scanKey(dossierId, { document: 'LEASE', sha256 }, 'NO_THREATS_FOUND'),
  objectKey: `${dossierId}/LEASE/${sha256}`,
  status: 'NO_THREATS_FOUND',
  at: '2026-11-23T02:00:00.000Z',
});
