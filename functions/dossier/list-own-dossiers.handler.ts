import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok } from '../platform/http-answer.ts';
import { dossierHead, dossierTimes } from './dossier-view.ts';
import { listOwnDossiersContract } from './list-own-dossiers.contract.ts';
import { type ListOwnDossiersDeps, listOwnDossiers } from './list-own-dossiers.ts';

/** GET /citizen/dossiers */
export const createHandler = (deps: ListOwnDossiersDeps & HttpDeps) => {
  const list = listOwnDossiers(deps);

  return httpHandler(listOwnDossiersContract, deps, async ({ caller, query }) => {
    const { dossiers, cursor } = await list(caller.pin, query.cursor);
    return ok({ dossiers: dossiers.map((meta) => ({ ...dossierHead(meta), ...dossierTimes(meta) })), cursor });
  });
};
