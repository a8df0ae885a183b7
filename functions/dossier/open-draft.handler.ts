import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created } from '../platform/http-answer.ts';
import { notFiled } from '../procedure/filing-answer.ts';
import { dossierDocuments, dossierHead } from './dossier-view.ts';
import { openDraftContract } from './open-draft.contract.ts';
import { type OpenDraftDeps, openDraft } from './open-draft.ts';

/** POST /citizen/dossiers */
export const createHandler = (deps: OpenDraftDeps & HttpDeps) => {
  const open = openDraft(deps);

  return httpHandler(openDraftContract, deps, async ({ caller, headers, body, correlationId }) => {
    const outcome = await open({ caller, ...body, key: headers['idempotency-key'], cause: correlationId });

    if (outcome.kind !== 'opened') return notFiled(outcome, body.procedure);
    const { meta, procedure } = outcome;
    return created({ ...dossierHead(meta), office: meta.office, documents: dossierDocuments(procedure, meta) });
  });
};
