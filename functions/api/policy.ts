import type { Audience, Caller } from '../platform/caller.ts';

/** One route: its audience is its path's first segment; `roles` are the staff roles of which one is needed. */
export type RoutePolicy = { readonly method: 'GET' | 'POST'; readonly path: string; readonly roles?: readonly string[] };

/**
 * The one policy table: every route of a cell's HTTP API and who may call it. What is not here is refused.
 * Whose dossier it is (owner, office, agency system) is decided by the use case, with 404 for everybody else.
 */
export const policy = {
  openDraft: { method: 'POST', path: '/citizen/dossiers' },
  listOwnDossiers: { method: 'GET', path: '/citizen/dossiers' },
  readOwnDossier: { method: 'GET', path: '/citizen/dossiers/{dossierId}' },
  listOwnAccesses: { method: 'GET', path: '/citizen/dossiers/{dossierId}/accesses' },
  requestUpload: { method: 'POST', path: '/citizen/dossiers/{dossierId}/documents/{document}/upload' },
  confirmUpload: { method: 'POST', path: '/citizen/dossiers/{dossierId}/documents/{document}/confirmation' },
  submitDossier: { method: 'POST', path: '/citizen/dossiers/{dossierId}/submission' },
  provideSupplement: { method: 'POST', path: '/citizen/dossiers/{dossierId}/supplements/{n}' },
  openPayment: { method: 'POST', path: '/citizen/dossiers/{dossierId}/payments' },
  requestWithdrawal: { method: 'POST', path: '/citizen/dossiers/{dossierId}/withdrawal' },
  readOwnResult: { method: 'GET', path: '/citizen/dossiers/{dossierId}/result' },
  listOwnForms: { method: 'GET', path: '/citizen/dossiers/{dossierId}/forms' },
  readOwnForm: { method: 'GET', path: '/citizen/dossiers/{dossierId}/forms/{form}' },
  openOwnFormPdf: { method: 'POST', path: '/citizen/dossiers/{dossierId}/forms/{form}/pdf' },

  rateDossier: { method: 'POST', path: '/citizen/dossiers/{dossierId}/rating' },
  fileComplaint: { method: 'POST', path: '/citizen/complaints' },
  listOwnComplaints: { method: 'GET', path: '/citizen/dossiers/{dossierId}/complaints' },
  answerOwnComplaint: { method: 'POST', path: '/citizen/complaints/{complaintId}/answer' },

  fileDossier: { method: 'POST', path: '/staff/dossiers', roles: ['intake'] },
  requestStaffUpload: { method: 'POST', path: '/staff/dossiers/{dossierId}/documents/{document}/upload', roles: ['intake'] },
  confirmStaffUpload: { method: 'POST', path: '/staff/dossiers/{dossierId}/documents/{document}/confirmation', roles: ['intake'] },
  submitStaffDossier: { method: 'POST', path: '/staff/dossiers/{dossierId}/submission', roles: ['intake'] },
  importDossier: { method: 'POST', path: '/staff/imported-dossiers', roles: ['importer'] },
  listInbox: { method: 'GET', path: '/staff/inbox', roles: ['intake', 'approver', 'clerk', 'leader'] },
  readStaffDossier: { method: 'GET', path: '/staff/dossiers/{dossierId}', roles: ['intake', 'approver', 'clerk', 'leader'] },
  acceptDossier: { method: 'POST', path: '/staff/dossiers/{dossierId}/acceptance', roles: ['intake'] },
  refuseDossier: { method: 'POST', path: '/staff/dossiers/{dossierId}/refusal', roles: ['intake'] },
  requestSupplement: {
    method: 'POST',
    path: '/staff/dossiers/{dossierId}/supplement-requests',
    roles: ['intake', 'approver', 'leader'],
  },
  reissueReceipt: { method: 'POST', path: '/staff/dossiers/{dossierId}/receipt', roles: ['intake'] },
  openStaffDocument: {
    method: 'POST',
    path: '/staff/dossiers/{dossierId}/documents/{document}/link',
    roles: ['intake', 'approver', 'leader'],
  },
  provideStaffSupplement: { method: 'POST', path: '/staff/dossiers/{dossierId}/supplements/{n}', roles: ['intake'] },
  transferDossier: { method: 'POST', path: '/staff/dossiers/{dossierId}/transfer', roles: ['intake', 'approver', 'leader'] },
  extendDossier: { method: 'POST', path: '/staff/dossiers/{dossierId}/extension', roles: ['leader'] },
  decideWithdrawal: { method: 'POST', path: '/staff/dossiers/{dossierId}/withdrawal-decision', roles: ['approver', 'leader'] },
  numberResult: { method: 'POST', path: '/staff/dossiers/{dossierId}/number', roles: ['clerk'] },
  dispatchResult: { method: 'POST', path: '/staff/dossiers/{dossierId}/dispatch', roles: ['intake', 'clerk'] },
  handOverResult: { method: 'POST', path: '/staff/dossiers/{dossierId}/handover', roles: ['intake', 'clerk'] },
  routeTask: { method: 'POST', path: '/staff/tasks/{taskId}/routing', roles: ['approver', 'leader'] },
  decideTask: { method: 'POST', path: '/staff/tasks/{taskId}/decision', roles: ['approver', 'leader'] },
  listStaffForms: { method: 'GET', path: '/staff/dossiers/{dossierId}/forms', roles: ['intake', 'approver', 'clerk', 'leader'] },
  readStaffForm: { method: 'GET', path: '/staff/dossiers/{dossierId}/forms/{form}', roles: ['intake', 'approver', 'clerk', 'leader'] },
  openStaffFormPdf: {
    method: 'POST',
    path: '/staff/dossiers/{dossierId}/forms/{form}/pdf',
    roles: ['intake', 'approver', 'clerk', 'leader'],
  },
  readControlSlip: {
    method: 'GET',
    path: '/staff/dossiers/{dossierId}/control-slip',
    roles: ['intake', 'approver', 'clerk', 'leader'],
  },
  readIndexRecord: { method: 'GET', path: '/staff/dossiers/{dossierId}/index-record', roles: ['leader'] },
  readTrackingBook: { method: 'GET', path: '/staff/tracking-book', roles: ['intake', 'clerk', 'leader'] },
  readOfficeReport: { method: 'GET', path: '/staff/reports/ii-06', roles: ['leader'] },
  listComplaints: { method: 'GET', path: '/staff/complaints', roles: ['complaints', 'leader'] },
  readComplaint: { method: 'GET', path: '/staff/complaints/{complaintId}', roles: ['complaints', 'leader'] },
  handleComplaint: { method: 'POST', path: '/staff/complaints/{complaintId}/answer', roles: ['complaints', 'leader'] },
  certifyDowntime: { method: 'POST', path: '/staff/downtimes', roles: ['operations-leader'] },
  listDowntimes: { method: 'GET', path: '/staff/downtimes', roles: ['leader', 'operations-leader'] },

  listTasks: { method: 'GET', path: '/agency/tasks' },
  readTask: { method: 'GET', path: '/agency/tasks/{taskId}' },
  openTaskDocument: { method: 'POST', path: '/agency/tasks/{taskId}/documents/{document}/link' },
  answerTask: { method: 'POST', path: '/agency/tasks/{taskId}/answer' },
  returnTask: { method: 'POST', path: '/agency/tasks/{taskId}/return' },

  listProcedures: { method: 'GET', path: '/public/procedures' },
  readProcedure: { method: 'GET', path: '/public/procedures/{procedure}' },
  readAppointment: { method: 'GET', path: '/public/procedures/{procedure}/appointment' },
  trackDossier: { method: 'POST', path: '/public/tracking' },
  notifyPayment: { method: 'GET', path: '/public/payments/vnpay/notification' },
  returnFromPayment: { method: 'GET', path: '/public/payments/vnpay/return' },
  verifyResult: { method: 'GET', path: '/public/results/{code}/verification' },
  readKeys: { method: 'GET', path: '/public/jwks.json' },
  readApiDescription: { method: 'GET', path: '/public/openapi.json' },
  showApiDescription: { method: 'GET', path: '/public/openapi' },
} as const satisfies Record<string, RoutePolicy>;

/** The national cell's own API: cells are its only callers. */
export const nationalPolicy = {
  lookUp: { method: 'POST', path: '/agency/lookups' },
  storeEDocument: { method: 'POST', path: '/agency/e-documents' },
} as const satisfies Record<string, RoutePolicy>;

const allRoutes = { ...policy, ...nationalPolicy };

export type OperationId = keyof typeof allRoutes;

/** The kind of caller that an operation has, read off its path. */
export type CallerOf<Operation extends OperationId> = (typeof allRoutes)[Operation]['path'] extends `/${infer Segment}/${string}`
  ? Extract<Caller, { audience: Segment }>
  : never;

export const routePolicy = (operation: OperationId): RoutePolicy => allRoutes[operation];

export const audienceOf = ({ path }: RoutePolicy): Audience => {
  const audience = path.split('/')[1];
  if (audience === 'citizen' || audience === 'staff' || audience === 'agency' || audience === 'public') return audience;
  throw new Error(`${path} belongs to no audience`);
};
