import { portalStatus } from '../ledger/dossier-state.ts';
import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import { documentsAsked } from '../procedure/authorisation.ts';
import { notFiled } from '../procedure/filing-answer.ts';
import { fileDossierContract } from './file-dossier.contract.ts';
import { type FileDossierDeps, fileDossier } from './file-dossier.ts';
import { officesTold } from './receiving-office.ts';

/** POST /staff/dossiers */
export const createHandler = (deps: FileDossierDeps & HttpDeps) => {
  const file = fileDossier(deps);

  return httpHandler(fileDossierContract, deps, async ({ caller, headers, body, correlationId }) => {
    const outcome = await file({ caller, filing: body, key: headers['idempotency-key'], cause: correlationId });

    switch (outcome.kind) {
      case 'filed': {
        const { meta, procedure } = outcome;
        const { dossierId, channel, state } = meta;
        const documents = documentsAsked(procedure, meta).map(({ code, kind, name }) => ({
          ...{ code, kind, name },
          state: meta.documents[code] ?? 'expected',
        }));
        const status = portalStatus[state];
        return created({ dossierId, procedure: procedure.id, channel, state, status, ...officesTold(meta), documents });
      }
      case 'not-filed-here': {
        const { kind, ...why } = outcome;
        return problem(kind, why);
      }
      default:
        return notFiled(outcome, body.procedure);
    }
  });
};
