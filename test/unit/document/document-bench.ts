import { createHash } from 'node:crypto';
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import { createHandler as confirmHandler } from '../../../functions/document/confirm-upload.handler.ts';
import type { DocumentFiles, FileFacts } from '../../../functions/document/document-files.ts';
import { createHandler as openStaffHandler } from '../../../functions/document/open-staff-document.handler.ts';
import { createHandler as openHandler } from '../../../functions/document/open-task-document.handler.ts';
import { createHandler as verdictHandler } from '../../../functions/document/record-scan-verdict.handler.ts';
import { createHandler as requestHandler } from '../../../functions/document/request-upload.handler.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { seedProcessing, unpaidMeta } from '../../support/accepted-dossier.ts';
import { countingIds, fixedClock, fixedOwnerIndex, noPause, recordedLog } from '../../support/fixed.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { agencyClaims, callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const bucket = 'documents-42';
export const pdf = Buffer.from('%PDF-1.7 a lease');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
export const hexOf = (bytes: Uint8Array) => sha256(bytes).toString('hex');

/** Files in memory: `put` does what a client does with an upload link. */
export const memoryFiles = (clock: { now(): Date }) => {
  const stored = new Map<string, FileFacts>();
  const links: string[] = [];
  const link = (url: string, headers: Record<string, string>, seconds: number) => {
    links.push(url);
    return { url, headers, expiresAt: new Date(clock.now().getTime() + seconds * 1000) };
  };
  const files: DocumentFiles = {
    uploadLink: async ({ objectKey, contentType }) => link(`https://files.example/${objectKey}?put`, { 'content-type': contentType }, 900),
    readLink: async ({ objectKey }, fileName) => link(`https://files.example/${objectKey}?get=${fileName}`, {}, 300),
    inspect: async (objectKey) => stored.get(objectKey),
  };
  return {
    ...files,
    links,
    put: (objectKey: string, bytes: Uint8Array, facts: Partial<FileFacts> = {}) =>
      void stored.set(objectKey, { bytes: bytes.length, sha256: hexOf(bytes), start: bytes.subarray(0, 16), ...facts }),
  };
};

export type Announcement = { readonly sha256: string; readonly bytes: number; readonly contentType: string };

export const announcementOf = (bytes: Uint8Array, more: Partial<Announcement> = {}): Announcement => ({
  sha256: sha256(bytes).toString('base64'),
  bytes: bytes.length,
  contentType: 'application/pdf',
  ...more,
});

/** The document functions over one ledger in memory that holds a draft (or a dossier in processing) with one document to come. */
export const documentBench = async (more: Partial<Meta> = {}) => {
  const ledger = memoryLedger();
  const clock = fixedClock('2026-11-23T02:00:00.000Z');
  const log = recordedLog();
  const files = memoryFiles(clock);
  const draft: Partial<Meta> = {
    state: 'draft',
    previous: undefined,
    n: 1,
    documents: { LEASE: 'expected' },
    stages: [],
    deadline: undefined,
  };
  const meta = more.state === 'processing' ? await seedProcessing(ledger, more) : await unpaidMeta({ ...draft, ...more });
  if (more.state !== 'processing') ledger.seed(meta);
  const deps = {
    ...{ ledger, clock, log, files, bucket, claimNames: defaultClaimNames },
    ...{ ownerIndex: fixedOwnerIndex(), ids: countingIds(), pause: noPause, random: () => 0.5 },
    ...{ downtimes: fixedDowntimes(), calendars: bundledCalendars },
  };
  const handlers = {
    ...{ request: requestHandler(deps), confirm: confirmHandler(deps), verdict: verdictHandler(deps) },
    ...{ open: openHandler(deps), openAsStaff: openStaffHandler(deps) },
  };
  const { dossierId } = meta;
  type Citizen = { readonly claims?: Record<string, string>; readonly document?: string };

  return {
    ...deps,
    dossierId,
    keyOf: (bytes: Uint8Array, document = 'LEASE') => `${dossierId}/${document}/${hexOf(bytes)}`,
    request: (body: unknown, { claims = {}, document = 'LEASE' }: Citizen = {}) =>
      callHttp(handlers.request, httpEvent('requestUpload', { claims: citizenClaims(claims), path: { dossierId, document }, body })),
    confirm: ({ claims = {}, document = 'LEASE' }: Citizen = {}) =>
      callHttp(handlers.confirm, httpEvent('confirmUpload', { claims: citizenClaims(claims), path: { dossierId, document } })),
    open: (system: string, n: number, document = 'LEASE') =>
      callHttp(
        handlers.open,
        httpEvent('openTaskDocument', { claims: agencyClaims(system), path: { taskId: `${dossierId}.${n}`, document } }),
      ),
    openAsStaff: ({ claims = {}, document = 'LEASE', ...path }: Citizen & { readonly dossierId?: string } = {}) =>
      callHttp(
        handlers.openAsStaff,
        httpEvent('openStaffDocument', { claims: staffClaims(claims), path: { dossierId, document, ...path } }),
      ),
    scanned: (messages: readonly unknown[]) =>
      handlers.verdict(
        {
          Records: messages.map((body, index) => ({
            messageId: `m${index + 1}`,
            body: typeof body === 'string' ? body : JSON.stringify(body),
          })),
        },
        {} as never,
      ),
  };
};

/** A scan result as GuardDuty tells it. */
export const scanResult = (objectKey: string, status: string, bucketName = bucket) => ({
  version: '0',
  id: '72c7d362-737a-6dce-fc78-9e27a0171419',
  'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  source: 'aws.guardduty',
  account: '111122223333',
  time: '2026-11-23T02:00:03Z',
  region: 'ap-southeast-1',
  resources: [],
  detail: {
    schemaVersion: '1.0',
    scanStatus: 'COMPLETED',
    resourceType: 'S3_OBJECT',
    s3ObjectDetails: {
      bucketName,
      objectKey,
      eTag: 'ASIAI44QH8DHBEXAMPLE',
      versionId: 'd41d8cd98f00b204e9800998eEXAMPLE',
      s3Throttled: false,
    },
    scanResultDetails: { scanResultStatus: status, threats: null },
  },
});
