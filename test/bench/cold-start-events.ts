import type { OperationId } from '../../functions/api/policy.ts';
import { wireType } from '../../functions/ledger/cloud-event.ts';
import { agencyClaims, citizenClaims, type HttpEventParts, httpEvent, staffClaims } from '../support/http-event.ts';
import { rentedForm } from '../support/intake-bench.ts';

/** The first event of a function, given its environment; valid, so that it gets as far as its first AWS call, if it has one. */
export type FirstEvent = (variables: Readonly<Record<string, string>>) => unknown;

const dossierId = '01KAQ0000000000000000000AB';
const taskId = `${dossierId}.1`;
const at = '2026-11-23T02:00:00.000Z';
const key = { 'idempotency-key': 'bench-000001' };
const own = { claims: citizenClaims(), path: { dossierId } };
const officer = { claims: staffClaims(), path: { dossierId } };
const leader = staffClaims({ roles: '[leader]' });
const because = { reason: 'The dwelling is not in this commune.', legalBasis: 'Law on Residence, article 20' };
const agency = { claims: agencyClaims('police-province-42') };
const document = { dossierId, document: 'LEASE' };
const sha256 = Buffer.alloc(32, 7);

const http =
  (operation: OperationId, parts: HttpEventParts = {}): FirstEvent =>
  () =>
    httpEvent(operation, parts);

const queued =
  (body: (variables: Readonly<Record<string, string>>) => unknown): FirstEvent =>
  (variables) => ({ Records: [{ messageId: 'message-0001', body: JSON.stringify(body(variables)) }] });

/** Functions that answer HTTP, by entry (`slice/name`). */
export const httpEvents: Readonly<Record<string, FirstEvent>> = {
  'dossier/open-draft': http('openDraft', {
    claims: citizenClaims(),
    headers: key,
    body: { procedure: 'permanent-residence', form: rentedForm },
  }),
  'dossier/list-own-dossiers': http('listOwnDossiers', { claims: citizenClaims() }),
  'dossier/read-own-dossier': http('readOwnDossier', own),
  'dossier/list-own-accesses': http('listOwnAccesses', own),
  'document/request-upload': http('requestUpload', {
    ...own,
    path: document,
    body: { sha256: sha256.toString('base64'), bytes: 1000, contentType: 'application/pdf' },
  }),
  'document/confirm-upload': http('confirmUpload', { ...own, path: document }),
  'dossier/submit-dossier': http('submitDossier', { ...own, headers: key }),
  'payment/open-payment': http('openPayment', { ...own, headers: key }),
  'result/read-own-result': http('readOwnResult', own),
  'form/read-forms': http('listOwnForms', own),
  'form/open-form-pdf': http('openOwnFormPdf', { ...own, path: { dossierId, form: 'CT04-5' } }),
  'dossier/list-inbox': http('listInbox', { claims: staffClaims() }),
  'dossier/read-staff-dossier': http('readStaffDossier', officer),
  'dossier/accept-dossier': http('acceptDossier', { ...officer, body: {} }),
  'dossier/refuse-dossier': http('refuseDossier', {
    ...officer,
    body: because,
  }),
  'dossier/reissue-receipt': http('reissueReceipt', officer),
  'document/open-staff-document': http('openStaffDocument', { ...officer, path: document }),
  'task/decide-task': http('decideTask', { claims: staffClaims(), path: { taskId }, body: { decision: 'GRANT' } }),
  'task/list-tasks': http('listTasks', { ...agency, query: { office: 'G01.042.001' } }),
  'task/read-task': http('readTask', { ...agency, path: { taskId } }),
  'document/open-task-document': http('openTaskDocument', { ...agency, path: { taskId, document: 'LEASE' } }),
  'task/answer-task': http('answerTask', { ...agency, path: { taskId }, body: { answer: 'POSITIVE' } }),
  'dossier/track-dossier': http('trackDossier', { body: { code: 'G01.042.001-261123-0001', secret: 'ABCDEFGHJKMNPQRSTVWX' } }),
  'payment/notify-payment': http('notifyPayment', {
    query: { vnp_TmnCode: 'BENCH001', vnp_TxnRef: `${dossierId}01`, vnp_Amount: '1000000', vnp_SecureHash: 'a'.repeat(128) },
  }),
  'payment/return-from-payment': http('returnFromPayment', {
    query: { vnp_TmnCode: 'BENCH001', vnp_TxnRef: `${dossierId}01`, vnp_Amount: '1000000', vnp_SecureHash: 'a'.repeat(128) },
  }),
  'filing/file-dossier': http('fileDossier', {
    claims: staffClaims(),
    headers: key,
    body: {
      procedure: 'permanent-residence',
      form: rentedForm,
      channel: 'counter',
      applicant: { pin: '042190000016', name: 'Nguyễn Thị Mẫu' },
      identityVerifiedBy: 'CHIP',
    },
  }),
  'supplement/request-supplement': http('requestSupplement', {
    ...officer,
    headers: key,
    body: { items: [{ document: 'LEASE', what: 'A clearer lease' }], ...because, answerBy: '2026-12-04T09:00:00.000Z' },
  }),
  'supplement/provide-supplement': http('provideSupplement', { ...own, path: { dossierId, n: '1' }, body: {} }),
  'withdrawal/request-withdrawal': http('requestWithdrawal', { ...own, body: {} }),
  'withdrawal/decide-withdrawal': http('decideWithdrawal', { ...officer, body: { decision: 'GRANT' } }),
  'result/number-result': http('numberResult', { ...officer, claims: staffClaims({ roles: '[clerk]' }) }),
  'result/hand-over-result': http('handOverResult', { ...officer, body: { receivedBy: 'CHIP' } }),
  'report/read-reports': http('readOfficeReport', {
    claims: leader,
    query: { office: 'G01.042.001', from: '2026-11', to: '2026-11' },
  }),
  'complaint/hear-citizens': http('listOwnComplaints', own),
  'complaint/handle-complaints': http('listComplaints', { claims: leader, query: { office: 'G01.042.001' } }),
  'downtime/keep-downtimes': http('listDowntimes', { claims: leader }),
  'result/verify-result': http('verifyResult', { path: { code: 'ABCDEFGHJKMNPQRSTVWX' } }),
  'result/read-keys': http('readKeys'),
  'registry/look-up': http('lookUp', {
    claims: agencyClaims('cell-42'),
    body: {
      purpose: 'RESIDENCE_REGISTRATION',
      legalBasis: 'Law on Residence, article 22',
      dossierId,
      dossierCode: 'G01.042.001-261123-0001',
      subject: { pin: '042190000016' },
      requests: [{ registry: 'population', key: '042190000016' }],
    },
  }),
  'registry/store-e-document': http('storeEDocument', {
    claims: agencyClaims('cell-42'),
    body: {
      code: 'ABCDEFGHJKMNPQRSTVWX',
      owner: { pin: '042190000016' },
      cell: '42',
      dossierId,
      dossierCode: 'G01.042.001-261123-0001',
      procedure: 'permanent-residence',
      outcome: 'GRANTED',
      number: '1/QD',
      issuedAt: at,
      jws: 'aa.bb.cc',
    },
  }),
};

/** Functions that answer HTTP from what they carry, without any AWS call. */
export const httpEventsWithoutCall: Readonly<Record<string, FirstEvent>> = {
  'procedure/list-procedures': http('listProcedures'),
  'procedure/read-procedure': http('readProcedure', { path: { procedure: 'permanent-residence' } }),
  'procedure/read-appointment': http('readAppointment', {
    path: { procedure: 'permanent-residence' },
    query: { acceptedAt: at },
  }),
  'api/read-api-description': http('readApiDescription'),
  'api/show-api-description': http('showApiDescription'),
};

const concluded = {
  type: wireType('dossier.concluded'),
  subject: dossierId,
  correlationid: 'request-0001',
  data: { run: 1 },
};

/** Functions that queues, the stream, the clock or the state machine call. */
export const asynchronousEvents: Readonly<Record<string, FirstEvent>> = {
  'report/count-dossiers': queued(() => ({ ...concluded, specversion: '1.0', id: `${dossierId}.9`, source: '/cells/42', time: at })),
  'dossier/publish-events': () => ({
    Records: [
      {
        eventID: 'event-0001',
        eventName: 'INSERT',
        dynamodb: {
          SequenceNumber: '100000000000000000001',
          NewImage: {
            pk: { S: `DOSSIER#${dossierId}` },
            sk: { S: 'EVENT#000001' },
            dossierId: { S: dossierId },
            n: { N: '1' },
            type: { S: 'dossier.drafted' },
            at: { S: at },
            state: { S: 'draft' },
            by: { M: { kind: { S: 'owner' } } },
            cause: { S: 'request-0001' },
            data: {
              M: { procedure: { S: 'permanent-residence' }, procedureVersion: { S: '2026-07-01' }, channel: { S: 'online' } },
            },
          },
        },
      },
    ],
  }),
  'dossier/enact-deadlines': () => ({ time: at }),
  'document/record-scan-verdict': queued((variables) => ({
    time: at,
    detail: {
      s3ObjectDetails: { bucketName: variables['DOCUMENTS_BUCKET'], objectKey: `${dossierId}/LEASE/${sha256.toString('hex')}` },
      scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' },
    },
  })),
  'identity/run-lookups': queued(() => ({ dossierId, attempt: 0 })),
  'task/hold-task-token': () => ({ dossierId, taskId, token: 'token' }),
  'task/drive-approvals': queued(() => ({ type: wireType('dossier.processing-started'), subject: dossierId, data: { run: 1 } })),
  'task/restart-execution': queued(() => ({ restartDue: { dossierId, run: 1, status: 'FAILED' } })),
  'result/conclude-dossier': () => ({ dossierId, run: 1 }),
  'result/deliver-result': queued(() => concluded),
  'registry/load-registry': () => ({ registry: 'population', records: [{ key: '042190000016', data: { pin: '042190000016' } }] }),
};
