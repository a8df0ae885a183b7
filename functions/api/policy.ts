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
  openPayment: { method: 'POST', path: '/citizen/dossiers/{dossierId}/payments' },
  readOwnResult: { method: 'GET', path: '/citizen/dossiers/{dossierId}/result' },

  listInbox: { method: 'GET', path: '/staff/inbox', roles: ['intake', 'approver'] },
  readStaffDossier: { method: 'GET', path: '/staff/dossiers/{dossierId}', roles: ['intake', 'approver'] },
  acceptDossier: { method: 'POST', path: '/staff/dossiers/{dossierId}/acceptance', roles: ['intake'] },
  refuseDossier: { method: 'POST', path: '/staff/dossiers/{dossierId}/refusal', roles: ['intake'] },
  reissueReceipt: { method: 'POST', path: '/staff/dossiers/{dossierId}/receipt', roles: ['intake'] },
  openStaffDocument: {
    method: 'POST',
    path: '/staff/dossiers/{dossierId}/documents/{document}/link',
    roles: ['intake', 'approver'],
  },
  decideTask: { method: 'POST', path: '/staff/tasks/{taskId}/decision', roles: ['approver'] },

  listTasks: { method: 'GET', path: '/agency/tasks' },
  readTask: { method: 'GET', path: '/agency/tasks/{taskId}' },
  openTaskDocument: { method: 'POST', path: '/agency/tasks/{taskId}/documents/{document}/link' },
  answerTask: { method: 'POST', path: '/agency/tasks/{taskId}/answer' },

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
