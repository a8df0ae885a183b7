import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import { feeUnknown, notOffered } from '../procedure/filing-channel.ts';
import { dossierDocuments, dossierHead } from './dossier-view.ts';
import { openDraftContract } from './open-draft.contract.ts';
import { type OpenDraftDeps, openDraft } from './open-draft.ts';

/** POST /citizen/dossiers */
export const createHandler = (deps: OpenDraftDeps & HttpDeps) => {
  const open = openDraft(deps);

  return httpHandler(openDraftContract, deps, async ({ caller, headers, body, correlationId }) => {
    const outcome = await open({ caller, ...body, key: headers['idempotency-key'], cause: correlationId });

    switch (outcome.kind) {
      case 'opened': {
        const { meta, procedure } = outcome;
        return created({ ...dossierHead(meta), office: meta.office, documents: dossierDocuments(procedure, meta) });
      }
      case 'procedure-unknown':
        return problem('procedure-not-found', { detail: `There is no procedure ${body.procedure}.` });
      case 'form-invalid':
        return problem('request-invalid', { errors: outcome.faults });
      case 'wrong-channel':
        return problem('wrong-channel', notOffered(body.procedure, outcome.channel));
      case 'fee-unknown':
        return problem('fee-unknown', feeUnknown(outcome));
      case 'key-reused':
        return problem('idempotency-key-reused');
    }
  });
};
