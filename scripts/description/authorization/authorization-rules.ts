import { audienceOf, type OperationId, routePolicy } from '../../../functions/api/policy.ts';
import { type AuthorizationCaller, authorizationCallers, type CallerId } from './authorization-callers.ts';

/**
 * What a route is about, which decides who may have it beyond what the policy table says.
 * - `everyone`: nothing that is anybody's
 * - `own`: the caller's own, whatever that is: everybody of the audience is let in and sees nothing of others
 * - `dossier`, `task`: one that the path names; it does not exist for whom it does not concern
 * - `handling`, `complaint`: how a dossier was handled, or a complaint about it, which the path names: also for those who lead its office
 * - `office`: how an office works that the query names: for its own and for those who lead it
 * - `running`: how the cell is run: for the office that runs it
 * - `any-cell`, `same-cell`: cells only; the cell that the body names only
 */
export type Subject = 'everyone' | 'own' | 'dossier' | 'task' | 'handling' | 'complaint' | 'office' | 'running' | 'any-cell' | 'same-cell';

/** The subject of every operation. One that is added to the policy table does not compile until it is here. */
export const subjects = {
  openDraft: 'own',
  listOwnDossiers: 'own',
  readOwnDossier: 'dossier',
  listOwnAccesses: 'dossier',
  requestUpload: 'dossier',
  confirmUpload: 'dossier',
  submitDossier: 'dossier',
  provideSupplement: 'dossier',
  openPayment: 'dossier',
  requestWithdrawal: 'dossier',
  readOwnResult: 'dossier',
  listOwnForms: 'dossier',
  readOwnForm: 'dossier',
  openOwnFormPdf: 'dossier',

  rateDossier: 'dossier',
  fileComplaint: 'dossier',
  listOwnComplaints: 'dossier',
  answerOwnComplaint: 'complaint',

  fileDossier: 'own',
  requestStaffUpload: 'dossier',
  confirmStaffUpload: 'dossier',
  submitStaffDossier: 'dossier',
  importDossier: 'own',
  listInbox: 'own',
  readStaffDossier: 'dossier',
  acceptDossier: 'dossier',
  refuseDossier: 'dossier',
  requestSupplement: 'dossier',
  provideStaffSupplement: 'dossier',
  reissueReceipt: 'dossier',
  openStaffDocument: 'dossier',
  transferDossier: 'dossier',
  extendDossier: 'dossier',
  decideWithdrawal: 'dossier',
  numberResult: 'dossier',
  dispatchResult: 'dossier',
  handOverResult: 'dossier',
  routeTask: 'task',
  decideTask: 'task',
  listStaffForms: 'dossier',
  readStaffForm: 'dossier',
  openStaffFormPdf: 'dossier',
  readControlSlip: 'handling',
  readIndexRecord: 'handling',
  readTrackingBook: 'office',
  readOfficeReport: 'office',
  listComplaints: 'office',
  readComplaint: 'complaint',
  handleComplaint: 'complaint',
  certifyDowntime: 'running',
  listDowntimes: 'everyone',

  listTasks: 'own',
  readTask: 'task',
  openTaskDocument: 'task',
  answerTask: 'task',
  returnTask: 'task',

  listProcedures: 'everyone',
  readProcedure: 'everyone',
  readAppointment: 'everyone',
  trackDossier: 'everyone',
  notifyPayment: 'everyone',
  returnFromPayment: 'everyone',
  verifyResult: 'everyone',
  readKeys: 'everyone',
  readApiDescription: 'everyone',
  showApiDescription: 'everyone',

  lookUp: 'any-cell',
  storeEDocument: 'same-cell',
} as const satisfies Record<OperationId, Subject>;

/** Why a call is refused, as `kindOf` of an answer says it: the status, and the kind of problem or the gateway's words. */
export type Refusal =
  | '401 Unauthorized'
  | '403 Forbidden'
  | '403 role-missing'
  | '404 dossier-not-found'
  | '404 task-not-found'
  | '404 office-not-found'
  | '404 complaint-not-found';

/** Refused by the token alone, or by what the policy table says of roles. */
const refusedByPolicy = (operation: OperationId, caller: AuthorizationCaller): Refusal | undefined => {
  const route = routePolicy(operation);
  const audience = audienceOf(route);
  if (audience === 'public') return undefined;
  if (caller.refusal) return caller.refusal;
  if (caller.audience !== audience) return '401 Unauthorized';
  const hasRole = caller.roles?.some((role) => route.roles?.includes(role)) ?? caller.hasRole;
  return route.roles && !hasRole ? '403 role-missing' : undefined;
};

/** Refused because of what it is about. */
const refusedBySubject = (subject: Subject, { isConcerned = false, leads = false, cell }: AuthorizationCaller): Refusal | undefined => {
  switch (subject) {
    case 'everyone':
    case 'own':
      return undefined;
    case 'dossier':
      return isConcerned ? undefined : '404 dossier-not-found';
    case 'task':
      return isConcerned ? undefined : '404 task-not-found';
    case 'handling':
      return isConcerned || leads ? undefined : '404 dossier-not-found';
    case 'complaint':
      return isConcerned || leads ? undefined : '404 complaint-not-found';
    case 'office':
      return isConcerned || leads ? undefined : '404 office-not-found';
    case 'running':
      return isConcerned ? undefined : '403 role-missing';
    case 'any-cell':
      return cell ? undefined : '403 role-missing';
    case 'same-cell':
      return cell === 'own' ? undefined : '403 role-missing';
  }
};

/** How an operation refuses a caller; undefined when the caller is let in. Derived from the policy table and the subjects. */
export const refusalOf = (operation: OperationId, callerId: CallerId): Refusal | undefined => {
  const caller: AuthorizationCaller = authorizationCallers[callerId];
  return refusedByPolicy(operation, caller) ?? refusedBySubject(subjects[operation], caller);
};
