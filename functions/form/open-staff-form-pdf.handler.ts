import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { type OpenFormPdfDeps, openFormPdf } from './open-form-pdf.ts';
import { openStaffFormPdfContract } from './open-staff-form-pdf.contract.ts';

/** POST /staff/dossiers/{dossierId}/forms/{form}/pdf */
export const createHandler = (deps: OpenFormPdfDeps & HttpDeps) => {
  const open = openFormPdf(deps);

  return httpHandler(openStaffFormPdfContract, deps, async ({ caller, path }) => {
    const outcome = await open({ ...path, caller: { kind: 'officer', sub: caller.sub, office: caller.office } });

    switch (outcome.kind) {
      case 'ready':
        return ok({ url: outcome.url, expiresAt: outcome.expiresAt.toISOString() });
      case 'form-not-found':
        return problem('form-not-found');
      case 'not-found':
        return problem('dossier-not-found');
    }
  });
};
