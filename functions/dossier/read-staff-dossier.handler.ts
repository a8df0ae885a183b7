import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dossierDocuments, dossierHead, dossierTimes } from './dossier-view.ts';
import { readStaffDossierContract } from './read-staff-dossier.contract.ts';
import { type ReadStaffDossierDeps, readStaffDossier } from './read-staff-dossier.ts';

/** GET /staff/dossiers/{dossierId} */
export const createHandler = (deps: ReadStaffDossierDeps & HttpDeps) => {
  const read = readStaffDossier(deps);

  return httpHandler(readStaffDossierContract, deps, async ({ caller, path: { dossierId } }) => {
    const found = await read(caller, dossierId);
    if (found.kind === 'not-found') return problem('dossier-not-found');

    const { meta, procedure, filing, tasks } = found;
    const { channel, identityLevel, lookups, findings, amountDue, outcome, resultCode } = meta;
    return ok({
      ...dossierHead(meta),
      ...dossierTimes(meta),
      channel,
      identityLevel,
      ...filing,
      documents: dossierDocuments(procedure, meta),
      lookups,
      findings,
      amountDue,
      outcome,
      resultCode,
      tasks: tasks.map(({ dossierId: _, closedBy: __, ...task }) => task),
    });
  });
};
