import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dossierDocuments, dossierHead, dossierTimes, dossierWay } from './dossier-view.ts';
import { filedBy } from './filed-by.ts';
import { readOwnDossierContract } from './read-own-dossier.contract.ts';
import { type ReadOwnDossierDeps, readOwnDossier } from './read-own-dossier.ts';

/** GET /citizen/dossiers/{dossierId} */
export const createHandler = (deps: ReadOwnDossierDeps & HttpDeps) => {
  const read = readOwnDossier(deps);

  return httpHandler(readOwnDossierContract, deps, async ({ caller, path: { dossierId } }) => {
    const outcome = await read(caller.pin, dossierId);
    if (outcome.kind === 'not-found') return problem('dossier-not-found');

    const { meta, procedure, events, refusal, supplements, words } = outcome;
    const { office, lookups, amountDue, receiptNumber, outcome: decision, resultCode } = meta;
    return ok({
      ...dossierHead(meta),
      ...dossierTimes(meta),
      ...dossierWay(meta),
      office,
      filedBy: filedBy(events),
      documents: dossierDocuments(procedure, meta),
      lookups,
      amountDue,
      receiptNumber,
      outcome: decision,
      resultCode,
      refusal,
      supplements,
      words,
      events: events.map(({ n, type, at, from, to }) => ({ n, type, at, from, to })),
    });
  });
};
