import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { type OpenFormPdfDeps, openFormPdf } from './open-form-pdf.ts';
import { openOwnFormPdfContract } from './open-own-form-pdf.contract.ts';

/** POST /citizen/dossiers/{dossierId}/forms/{form}/pdf */
export const createHandler = (deps: OpenFormPdfDeps & HttpDeps) => {
  const open = openFormPdf(deps);

  return httpHandler(openOwnFormPdfContract, deps, async ({ caller, path }) => {
    const outcome = await open({ ...path, caller: { kind: 'owner', pin: caller.pin } });

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
