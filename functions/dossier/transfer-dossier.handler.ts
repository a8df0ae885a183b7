import { passedOnEnough } from '../ledger/passing-on.ts';
import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dossierHead } from './dossier-view.ts';
import { transferDossierContract } from './transfer-dossier.contract.ts';
import { type TransferDossierDeps, transferDossier } from './transfer-dossier.ts';

/** POST /staff/dossiers/{dossierId}/transfer */
export const createHandler = (deps: TransferDossierDeps & HttpDeps) => {
  const transfer = transferDossier(deps);

  return httpHandler(transferDossierContract, deps, async ({ caller, path: { dossierId }, body, correlationId }) => {
    const outcome = await transfer({ caller, dossierId, ...body, cause: correlationId });

    switch (outcome.kind) {
      case 'transferred':
        return ok({ ...dossierHead(outcome.meta), office: outcome.meta.office });
      case 'not-found':
        return problem('dossier-not-found');
      case 'unfit':
        return problem('office-unfit', { detail: outcome.detail });
      case 'passed-on-enough':
        return problem('passed-on-enough', passedOnEnough(outcome));
      case 'decided':
        return problem('dossier-decided');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    }
  });
};
