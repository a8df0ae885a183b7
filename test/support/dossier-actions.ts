import { audienceOf, type OperationId, policy, type RoutePolicy } from '../../functions/api/policy.ts';
import { referenceOf } from '../../functions/payment/payment.ts';
import { announcementOf, pdf } from '../unit/document/document-bench.ts';
import { because, type DossierLife } from './dossier-life.ts';
import { leaseAgain, receivingOfficer } from './dossier-situations.ts';
import { agencyClaims, citizenClaims, type HttpEventParts, staffClaims } from './http-event.ts';

type Parts = (life: DossierLife, dossierId: string) => HttpEventParts;

/** One thing that somebody can do with a dossier: the route, and a request that is well-formed for it. */
export type Action = { readonly name: string; readonly operation: keyof typeof policy; readonly parts: Parts };

const dossier =
  (more: Omit<HttpEventParts, 'claims'> = {}): Parts =>
  (_life, dossierId) => ({ ...more, path: { dossierId, ...more.path } });
const once =
  (more: Omit<HttpEventParts, 'claims'> = {}): Parts =>
  (life, dossierId) => ({ ...dossier(more)(life, dossierId), headers: life.once() });
/** The task of the plan with this number, whether it is there by now or not. */
const task =
  (n: number, body: unknown): Parts =>
  (_life, dossierId) => ({ path: { taskId: `${dossierId}.${n}` }, body });

const action = (name: string, operation: keyof typeof policy, parts: Parts): Action => ({ name, operation, parts });
const lease = { path: { document: 'LEASE' } };
/** In the demonstration's plan the fourth task is the decision, in temporary residence the first. */
const decision =
  (body: unknown): Parts =>
  (life, dossierId) => ({ path: { taskId: life.decision(dossierId) || `${dossierId}.4` }, body });

/** Everything that anyone can do with a dossier that exists. */
export const actions: readonly Action[] = [
  action('announce a file', 'requestUpload', dossier({ ...lease, body: announcementOf(pdf) })),
  action('confirm a file', 'confirmUpload', dossier(lease)),
  action('submit', 'submitDossier', dossier({ body: {} })),
  action('answer a supplement', 'provideSupplement', dossier({ path: { n: '1' }, body: {} })),
  action('open a payment', 'openPayment', once()),
  action('report a payment', 'notifyPayment', (life, dossierId) => ({ query: life.paid(referenceOf(dossierId, 1)) })),
  action('ask to withdraw', 'requestWithdrawal', dossier({ body: {} })),
  action('rate', 'rateDossier', once({ body: { score: 4 } })),
  action('complain', 'fileComplaint', (life, dossierId) => ({
    headers: life.once(),
    body: { dossier: dossierId, kind: 'OTHER', text: 'Thái độ phục vụ chưa tốt' },
  })),
  action('announce a file at the counter', 'requestStaffUpload', dossier({ ...lease, body: announcementOf(pdf) })),
  action('confirm a file at the counter', 'confirmStaffUpload', dossier(lease)),
  action('submit at the counter', 'submitStaffDossier', dossier({ body: {} })),
  action(
    'answer a supplement at the counter',
    'provideStaffSupplement',
    dossier({ path: { n: '1' }, body: { identityVerifiedBy: 'CHIP' } }),
  ),
  action('accept', 'acceptDossier', dossier({ body: {} })),
  action('refuse at intake', 'refuseDossier', dossier({ body: because })),
  action('ask for a supplement', 'requestSupplement', once({ body: leaseAgain })),
  action(
    'approve one request for a supplement more than the most',
    'requestSupplement',
    once({ body: { ...leaseAgain, override: { legalBasis: because.legalBasis } } }),
  ),
  action('put off the due time', 'extendDossier', dossier({ body: { ...because, dueAt: '2026-12-10T09:00:00.000Z' } })),
  action('reissue the receipt', 'reissueReceipt', dossier()),
  action('transfer', 'transferDossier', dossier({ body: { office: 'G01.042.002', reason: 'Không thuộc thẩm quyền' } })),
  action('grant the withdrawal', 'decideWithdrawal', dossier({ body: { decision: 'GRANT' } })),
  action('refuse the withdrawal', 'decideWithdrawal', dossier({ body: { decision: 'REFUSE', ...because } })),
  action('answer a task', 'answerTask', task(1, { answer: 'POSITIVE' })),
  action('send a task back', 'returnTask', task(1, { reason: 'Không thuộc cơ quan này' })),
  action('route a task', 'routeTask', task(1, { office: 'ZUB.042.002', reason: 'Đúng thẩm quyền' })),
  action('grant', 'decideTask', decision({ decision: 'GRANT' })),
  action('refuse', 'decideTask', decision({ decision: 'REFUSE', ...because })),
  action('number the result', 'numberResult', dossier()),
  action('dispatch the result', 'dispatchResult', dossier({ body: { parcel: 'EK123456785VN' } })),
  action('hand the result over', 'handOverResult', dossier({ body: { receivedBy: 'CHIP' } })),
  action('prove that the post delivered the result', 'handOverResult', dossier({ body: { proof: 'POST_CONFIRMATION' } })),
];

/** Operations that act on no dossier though they are about one: they read it, and open a link to what they read. */
export const reading: readonly OperationId[] = ['openOwnFormPdf', 'openStaffFormPdf', 'openStaffDocument', 'openTaskDocument'];

/** Every role that a route asks for. */
const roles = [...new Set(Object.values<RoutePolicy>(policy).flatMap(({ roles: needed = [] }) => needed))];

export type CallerName = string;

const GATEWAY = 'payment gateway';
const RECEIVING = 'receiving one-stop';

/**
 * Everybody who may try: the owner and another citizen, each role of the dossier's office, all roles of another and of the one-stop that
 * takes in for others, agency systems, and the gateway, which signs what it says.
 */
export const callers: Readonly<Record<CallerName, Record<string, string>>> = {
  owner: citizenClaims(),
  'other citizen': citizenClaims({ sub: 'citizen-2', pin: '042190000999' }),
  ...Object.fromEntries(roles.map((role) => [role, staffClaims({ sub: `officer-${role}`, roles: `[${role}]` })])),
  [RECEIVING]: staffClaims({ ...receivingOfficer, roles: `[${roles.join(' ')}]` }),
  'other office': staffClaims({ sub: 'officer-9', office: 'G01.042.009', roles: `[${roles.join(' ')}]` }),
  'asked agency': agencyClaims('land'),
  'other agency': agencyClaims('tax'),
  [GATEWAY]: {},
};

const audienceOfCaller = (caller: CallerName): string => {
  if (caller === 'owner' || caller === 'other citizen') return 'citizen';
  if (caller === GATEWAY) return 'public';
  return caller.endsWith('agency') ? 'agency' : 'staff';
};

/** Whether the gateway of the API would let the caller through to the route: a token is good for the routes of its own audience only. */
export const reaches = (caller: CallerName, { operation }: Action): boolean => audienceOf(policy[operation]) === audienceOfCaller(caller);

/** Whether the policy and the dossier's own people allow the caller the route, whatever state the dossier is in. */
export const mayTry = (caller: CallerName, { operation }: Action, receivedOffice: string | undefined): boolean => {
  const { roles: needed }: RoutePolicy = policy[operation];
  if (caller.startsWith('other')) return false;
  if (caller === RECEIVING) return receivedOffice === receivingOfficer.office;
  return !needed || needed.includes(caller);
};

/** The gateway reads a code of its own in a 200: any but `00` refuses. */
const readByGateway = ({ status, body }: { readonly status: number; readonly body: Record<string, unknown> }) =>
  body['RspCode'] === '00' ? { status, body } : { status: 409, body: { type: `RspCode-${body['RspCode']}` } };

/** Does it; a refusal has a problem's body, also one to the payment gateway (`RspCode-01`). */
export const act = async (life: DossierLife, dossierId: string, { operation, parts }: Action, caller: CallerName) => {
  const answer = await life.call(operation satisfies OperationId, { ...parts(life, dossierId), claims: callers[caller] ?? {} });
  return operation === 'notifyPayment' ? readByGateway(answer) : answer;
};
