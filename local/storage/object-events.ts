import type { Protection } from './bucket-plan.ts';

/** An object that has just been stored. `etag` without quotes; `size` in bytes. */
export type CreatedObject = { readonly bucket: string; readonly key: string; readonly size: number; readonly etag: string };

/** An event as a source gives it to the bus, which adds id, time, account and region. */
export type ObjectEvent = {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The test text that every scanner takes for a threat, in two parts so that no scanner takes this file for one. */
const TEST_THREAT = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** What GuardDuty would say: THREATS_FOUND for a body that holds the EICAR test text, else NO_THREATS_FOUND. A stand-in, no scanner. */
export const malwareVerdict = ({ planArn }: Protection, object: CreatedObject, body: Buffer): ObjectEvent => {
  const found = body.includes(TEST_THREAT);
  return {
    source: 'aws.guardduty',
    'detail-type': 'GuardDuty Malware Protection Object Scan Result',
    resources: [planArn],
    detail: {
      schemaVersion: '1.0',
      scanStatus: 'COMPLETED',
      resourceType: 'S3_OBJECT',
      s3ObjectDetails: { bucketName: object.bucket, objectKey: object.key, eTag: object.etag, versionId: null, s3Throttled: false },
      scanResultDetails: {
        scanResultStatus: found ? 'THREATS_FOUND' : 'NO_THREATS_FOUND',
        threats: found ? [{ name: 'EICAR-Test-File (not a virus)' }] : null,
      },
    },
  };
};

/** S3's own event of a bucket that sends its events to the bus. */
export const objectCreatedEvent = (
  object: CreatedObject,
  reason: 'PutObject' | 'CopyObject',
  requestId: string,
  sequencer: string,
): ObjectEvent => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  resources: [`arn:aws:s3:::${object.bucket}`],
  detail: {
    version: '0',
    bucket: { name: object.bucket },
    object: { key: object.key, size: object.size, etag: object.etag, sequencer },
    'request-id': requestId,
    requester: '000000000000',
    'source-ip-address': '127.0.0.1',
    reason,
  },
});
