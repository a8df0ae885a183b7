import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dossierDocuments, dossierHead, dossierTimes, dossierWay } from './dossier-view.ts';
import { readStaffDossierContract } from './read-staff-dossier.contract.ts';
import { type ReadStaffDossierDeps, readStaffDossier } from './read-staff-dossier.ts';

/** GET /staff/dossiers/{dossierId} */
export const createHandler = (deps: ReadStaffDossierDeps & HttpDeps) => {
  const read = readStaffDossier(deps);

  return httpHandler(readStaffDossierContract, deps, async ({ caller, path: { dossierId } }) => {
    const found = await read(caller, dossierId);
    if (found.kind === 'not-found') return problem('dossier-not-found');

    const { meta, procedure, filing, tasks, supplements, words, payments } = found;
    const { office, identityLevel, lookups, findings, amountDue, outcome, resultCode } = meta;
    return ok({
      ...dossierHead(meta),
      ...dossierTimes(meta),
      ...dossierWay(meta),
      office,
      identityLevel,
      ...filing,
      documents: dossierDocuments(procedure, meta),
      lookups,
      findings,
      amountDue,
      outcome,
      resultCode,
      supplements,
      words,
      payments,
      tasks: tasks.map(({ dossierId: _, closedBy: __, sealed: ___, ...task }) => task),
    });
  });
};
