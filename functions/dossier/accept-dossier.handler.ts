import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { timeLimitUnknown } from '../procedure/clock.ts';
import { acceptDossierContract } from './accept-dossier.contract.ts';
import { type AcceptDossierDeps, acceptDossier } from './accept-dossier.ts';
import { receiptOf } from './receipt.ts';

/** POST /staff/dossiers/{dossierId}/acceptance */
export const createHandler = (deps: AcceptDossierDeps & HttpDeps) => {
  const accept = acceptDossier(deps);

  return httpHandler(acceptDossierContract, deps, async ({ caller, path: { dossierId }, body, correlationId }) => {
    const outcome = await accept({ caller, dossierId, ...body, cause: correlationId });

    switch (outcome.kind) {
      case 'accepted':
        return ok(receiptOf(outcome.meta, outcome.trackingSecret));
      case 'not-found':
        return problem('dossier-not-found');
      case 'supplement-open':
        return problem('supplement-open', { answerBy: outcome.answerBy });
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'lookups-open':
        return problem('lookups-open');
      case 'identity-unverified':
        return problem('identity-unverified', {
          detail: `The population register answered ${outcome.finding}; say in identityVerifiedBy how the person was verified.`,
          finding: outcome.finding,
        });
      case 'fee-unknown':
        return problem('fee-unknown', { detail: `No fee row covers this case on ${outcome.day}.` });
      case 'time-limit-unknown':
        return problem('time-limit-unknown', timeLimitUnknown(outcome.procedure));
    }
  });
};
