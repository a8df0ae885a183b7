import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { readControlSlipContract } from './read-control-slip.contract.ts';
import { type ReadControlSlipDeps, readControlSlip } from './read-control-slip.ts';

/** GET /staff/dossiers/{dossierId}/control-slip */
export const createHandler = (deps: ReadControlSlipDeps & HttpDeps) => {
  const read = readControlSlip(deps);

  return httpHandler(readControlSlipContract, deps, async ({ caller, path: { dossierId } }) => {
    const outcome = await read(caller, dossierId);
    return outcome.kind === 'found' ? ok(outcome.slip) : problem('dossier-not-found');
  });
};
