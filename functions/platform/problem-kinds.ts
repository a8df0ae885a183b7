/**
 * Every error that our functions answer, as RFC 9457 problems. Status and title belong to the kind; an answer adds `detail`
 * and extension members. Each kind is a heading in docs/problems.md.
 */
export const problemKinds = {
  'request-invalid': { status: 400, title: 'The request does not match its schema' },
  'role-missing': { status: 403, title: 'The account has no role that allows this' },
  'identity-level-too-low': { status: 403, title: 'The procedure needs a higher level of electronic identity' },
  'route-unknown': { status: 404, title: 'There is no such route' },
  'dossier-not-found': { status: 404, title: 'There is no such dossier' },
  'task-not-found': { status: 404, title: 'There is no such task' },
  'document-not-found': { status: 404, title: 'There is no such document' },
  'procedure-not-found': { status: 404, title: 'There is no such procedure' },
  'result-not-found': { status: 404, title: 'There is no such result' },
  'registry-not-found': { status: 404, title: 'There is no such registry' },
  'dossier-wrong-state': { status: 409, title: 'The dossier is not in a state that allows this' },
  'task-closed': { status: 409, title: 'The task is closed' },
  'documents-missing': { status: 409, title: 'Documents that the procedure asks for are missing' },
  'document-not-needed': {
    status: 409,
    title: 'The document is not asked for: the state holds it already or the procedure does not need it',
  },
  'document-not-cleared': { status: 409, title: 'The document has not passed the malware scan' },
  'document-refused': { status: 422, title: 'The uploaded file is not what was announced' },
  'identity-unverified': {
    status: 409,
    title: 'The register did not confirm the person and nobody has said how the identity was verified',
  },
  'fee-unknown': { status: 409, title: 'No row of the fee schedule covers the dossier' },
  'time-limit-unknown': { status: 409, title: 'The time limit of the procedure is not known' },
  'outside-calendar': { status: 422, title: 'The date lies outside the working calendar' },
  'lookups-open': { status: 409, title: 'The registry lookups are not finished' },
  'nothing-to-pay': { status: 409, title: 'Nothing is due' },
  'payment-attempts-exhausted': { status: 409, title: 'No further attempt to pay can be opened for the dossier' },
  'idempotency-key-reused': { status: 409, title: 'The idempotency key was used for another request' },
  'purpose-not-covered': { status: 403, title: 'The purpose does not cover these data' },
  'e-document-conflict': { status: 409, title: 'The code belongs to another document' },
  'dossier-busy': { status: 503, title: 'The dossier is being changed by others; try again' },
  'calendar-missing': { status: 503, title: 'The working calendar does not reach far enough to set the time limit' },
  'internal-error': { status: 500, title: 'The service failed' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemKind = keyof typeof problemKinds;
