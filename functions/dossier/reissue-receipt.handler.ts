import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { receiptOf } from './receipt.ts';
import { reissueReceiptContract } from './reissue-receipt.contract.ts';
import { type ReissueReceiptDeps, reissueReceipt } from './reissue-receipt.ts';

/** POST /staff/dossiers/{dossierId}/receipt */
export const createHandler = (deps: ReissueReceiptDeps & HttpDeps) => {
  const reissue = reissueReceipt(deps);

  return httpHandler(reissueReceiptContract, deps, async ({ caller, path: { dossierId }, correlationId }) => {
    const outcome = await reissue({ caller, dossierId, cause: correlationId });

    switch (outcome.kind) {
      case 'reissued':
        return ok(receiptOf(outcome.meta, outcome.trackingSecret));
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    }
  });
};
