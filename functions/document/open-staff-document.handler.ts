import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { openStaffDocumentContract } from './open-staff-document.contract.ts';
import { type OpenStaffDocumentDeps, openStaffDocument } from './open-staff-document.ts';

/** POST /staff/dossiers/{dossierId}/documents/{document}/link */
export const createHandler = (deps: OpenStaffDocumentDeps & HttpDeps) => {
  const open = openStaffDocument(deps);

  return httpHandler(openStaffDocumentContract, deps, async ({ caller, path }) => {
    const outcome = await open({ ...path, officer: caller });

    switch (outcome.kind) {
      case 'ready':
        return ok({ url: outcome.link.url, expiresAt: outcome.link.expiresAt.toISOString() });
      case 'not-found':
        return problem('dossier-not-found');
      case 'document-not-found':
        return problem('document-not-found');
      case 'not-cleared':
        return problem('document-not-cleared', { scan: outcome.scan });
    }
  });
};
