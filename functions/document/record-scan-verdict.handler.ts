import * as z from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { type RecordScanVerdictDeps, recordScanVerdict } from './record-scan-verdict.ts';
import { ScanStatus } from './scan-verdict.ts';

/** "GuardDuty Malware Protection Object Scan Result" as EventBridge delivers it (GuardDuty user guide, Malware Protection for S3). */
const ScanResult = z.object({
  time: z.iso.datetime(),
  detail: z.object({
    s3ObjectDetails: z.object({ bucketName: z.string(), objectKey: z.string() }),
    scanResultDetails: z.object({ scanResultStatus: ScanStatus }),
  }),
});

/** Queue of scan results, filled by a rule of the event bus. */
export const createHandler = (deps: RecordScanVerdictDeps & { readonly clock: Clock; readonly log: Log }) => {
  const record = recordScanVerdict(deps);

  return sqsHandler('recordScanVerdict', ScanResult, deps, async ({ time, detail }, { messageId }) => {
    const { bucketName: bucket, objectKey } = detail.s3ObjectDetails;
    const { scanResultStatus: status } = detail.scanResultDetails;
    const outcome = await record({ bucket, objectKey, status, at: new Date(time) });
    if (outcome.kind === 'not-ours') deps.log('WARN', 'recordScanVerdict: no document of ours', { messageId, bucket });
    else if (status !== 'NO_THREATS_FOUND') deps.log('WARN', 'recordScanVerdict: not clean', { messageId, objectKey, status });
  });
};
