import { nationalPolicy, type OperationId, policy, routePolicy } from '../../functions/api/policy.ts';
import { signedQuery } from '../../local/stand-ins/payment-gateway/signature.ts';

/** What an event is made about. */
export type Trial = {
  readonly dossierId: string;
  readonly bucket: string;
  readonly merchant: { readonly tmnCode: string; readonly secrets: readonly string[] };
};

const PIN = '042190000016';
const SHA256 = `${'A'.repeat(43)}=`;
const CODE = '0123456789ABCDEFGHJKM';
const AT = '2026-11-23T02:00:00.000Z';
const REFUSAL = { reason: 'Không thuộc thẩm quyền', legalBasis: 'Luật Cư trú, Điều 22' };
const DWELLING = { kind: 'RENTED', commune: 'T4201', line: 'Số 1', parcel: 'T4201/1/1', areaM2: 50 };

/** Functions that serve several routes, by their names without the slice's: the route that they are tried by. */
const SERVES: Readonly<Record<string, OperationId>> = {
  ReadForms: 'listOwnForms',
  OpenFormPdf: 'openOwnFormPdf',
  HearCitizens: 'listOwnComplaints',
  HandleComplaints: 'listComplaints',
  KeepDowntimes: 'listDowntimes',
  ReadReports: 'readOfficeReport',
};

/** What is asked in the address, of routes that take no office of an agency. */
const QUERIES: Partial<Record<OperationId, string>> = {
  listComplaints: 'office=G01.042.001',
  listDowntimes: '',
  readOfficeReport: 'office=G01.042.001&from=2026-11&to=2026-11',
};

/** Every claim that any route reads. */
const CLAIMS = {
  sub: 'trial',
  pin: PIN,
  name: 'Trial',
  acr: '2',
  office: 'G01.042.001',
  roles: '[intake approver leader clerk complaints]',
  client_id: 'land',
};

const bodyOf = (operation: OperationId, { dossierId }: Trial): object | undefined => {
  const dossier = { dossierId, dossierCode: 'G01.042.001-261123-000001' };
  const bodies: Partial<Record<OperationId, object>> = {
    openDraft: {
      procedure: 'permanent-residence',
      form: { phone: '0000000001', email: 'trial@example.invalid', relationToHead: 'HEAD', dwelling: DWELLING },
    },
    requestUpload: { sha256: SHA256, bytes: 1, contentType: 'application/pdf' },
    acceptDossier: {},
    refuseDossier: REFUSAL,
    fileDossier: {
      ...{ procedure: 'temporary-residence', channel: 'counter', identityVerifiedBy: 'CHIP', applicant: { pin: PIN, name: 'Trial' } },
      form: { phone: '0000000001', relationToHead: 'HEAD', dwelling: DWELLING, durationMonths: 12 },
    },
    requestSupplement: { ...REFUSAL, items: [{ what: 'Hợp đồng thuê' }], answerBy: '2026-12-04T09:00:00.000Z' },
    provideSupplement: {},
    requestWithdrawal: {},
    decideWithdrawal: { decision: 'GRANT' },
    handOverResult: { receivedBy: 'CHIP' },
    decideTask: { decision: 'GRANT' },
    answerTask: { answer: 'POSITIVE' },
    trackDossier: { code: dossier.dossierCode, secret: '0'.repeat(21) },
    lookUp: {
      ...{ purpose: 'RESIDENCE_REGISTRATION', legalBasis: 'Luật Cư trú 2020', ...dossier, subject: { pin: PIN } },
      requests: [{ registry: 'population', key: PIN }],
    },
    storeEDocument: {
      ...{ ...dossier, code: CODE, owner: { pin: PIN }, cell: '42', procedure: 'permanent-residence', outcome: 'GRANTED' },
      ...{ number: '1', issuedAt: AT, jws: 'a.b.c' },
    },
  };
  return bodies[operation];
};

/** A request as the HTTP API hands it to a function, from a caller who may do anything. */
const requestOf = (operation: OperationId, trial: Trial): object => {
  const { method, path } = routePolicy(operation);
  const { dossierId, merchant } = trial;
  const body = bodyOf(operation, trial);
  const paid = {
    ...{ vnp_Amount: '1000000', vnp_BankCode: 'NCB', vnp_OrderInfo: 'Le phi', vnp_PayDate: '20261123093512', vnp_ResponseCode: '00' },
    ...{ vnp_TmnCode: merchant.tmnCode, vnp_TransactionNo: '14226112', vnp_TransactionStatus: '00', vnp_TxnRef: `${dossierId}01` },
  };
  const rawQueryString = path.includes('/vnpay/')
    ? signedQuery(paid, merchant.secrets[0] ?? '')
    : (QUERIES[operation] ?? 'office=ZLR.042.000');
  const isNational = operation in nationalPolicy;
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawQueryString,
    ...(operation !== 'listInbox' && { queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)) }),
    headers: { 'idempotency-key': `trial-${Date.now()}` },
    pathParameters: { dossierId, taskId: `${dossierId}.1`, document: 'LEASE', code: CODE, n: '1', form: 'CT04-5' },
    ...(body && { body: JSON.stringify(body) }),
    requestContext: {
      requestId: 'trial',
      http: { method, path, sourceIp: '127.0.0.1' },
      authorizer: { jwt: { claims: isNational ? { ...CLAIMS, client_id: 'cell-42' } : CLAIMS } },
    },
  };
};

const queued = (message: object): object => ({ Records: [{ messageId: 'trial', body: JSON.stringify(message) }] });

/** What the functions are called with that no request reaches, by their names. */
const eventsOf = ({ dossierId, bucket }: Trial): Readonly<Record<string, object>> => ({
  LoadRegistry: {
    registry: 'population',
    records: [{ key: PIN, data: { pin: PIN, name: 'Trial', birthDate: '1990-01-01', sex: 'MALE', status: 'ACTIVE' } }],
  },
  EnactDeadlines: {},
  RecordScanVerdict: queued({
    time: AT,
    detail: {
      s3ObjectDetails: { bucketName: bucket, objectKey: `${dossierId}/LEASE/${'0'.repeat(64)}` },
      scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' },
    },
  }),
  CountDossiers: queued({ type: 'vn.motcua.dossier.concluded.v1', subject: dossierId }),
  RunLookups: queued({ dossierId, attempt: 0 }),
  DeliverResult: queued({ type: 'vn.motcua.dossier.concluded.v1', subject: dossierId }),
  DriveApprovals: queued({ type: 'vn.motcua.task.answered.v1', subject: dossierId, data: { taskId: `${dossierId}.1` } }),
  RestartExecution: queued({ restartDue: { dossierId, run: 1, status: 'FAILED' } }),
  HoldTaskToken: { dossierId, taskId: `${dossierId}.1`, token: 'trial' },
  ConcludeDossier: { dossierId, run: 1 },
  PublishEvents: {
    Records: [
      {
        eventID: 'trial',
        eventName: 'INSERT',
        dynamodb: {
          SequenceNumber: '1',
          NewImage: {
            ...{ dossierId: { S: dossierId }, n: { N: '1' }, type: { S: 'dossier.receipt-reissued' }, at: { S: AT } },
            ...{ by: { M: { kind: { S: 'system' } } }, data: { M: { office: { S: 'G01.042.001' } } } },
          },
        },
      },
    ],
  },
});

const isOperation = (name: string): name is OperationId => name in policy || name in nationalPolicy;

/**
 * An event that makes a function call AWS. @param name the function's logical id without digest; its slice stands before its own name
 * @throws Error when there is none for it
 */
export const trialEvent = (name: string, trial: Trial): object => {
  const own = name.replace(
    /^(Dossier|Document|Filing|Form|Identity|Payment|Report|Result|Supplement|Task|Withdrawal|Catalogue)(?=[A-Z])/,
    '',
  );
  const operation = `${own.charAt(0).toLowerCase()}${own.slice(1)}`;
  const served = SERVES[own];
  if (served) return requestOf(served, trial);
  if (isOperation(operation)) return requestOf(operation, trial);
  const event = eventsOf(trial)[own];
  if (!event) throw new Error(`there is no event to try ${name} with: add one to trial-events.ts`);
  return event;
};
