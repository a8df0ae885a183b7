import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dossierHead, dossierTimes } from './dossier-view.ts';
import { trackDossierContract } from './track-dossier.contract.ts';
import { type TrackDossierDeps, trackDossier } from './track-dossier.ts';

/** POST /public/tracking */
export const createHandler = (deps: TrackDossierDeps & HttpDeps) => {
  const track = trackDossier(deps);

  return httpHandler(trackDossierContract, deps, async ({ body: { code, secret } }) => {
    const found = await track(code, secret);
    if (found.kind === 'not-found') return problem('dossier-not-found');
    const { dossierId: _, ...head } = dossierHead(found.meta);
    return ok({ ...head, ...dossierTimes(found.meta), outcome: found.meta.outcome });
  });
};
