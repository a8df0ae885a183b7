import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { readOwnResultContract } from './read-own-result.contract.ts';
import { type ReadOwnResultDeps, readOwnResult } from './read-own-result.ts';

/** GET /citizen/dossiers/{dossierId}/result */
export const createHandler = (deps: ReadOwnResultDeps & HttpDeps) => {
  const read = readOwnResult(deps);

  return httpHandler(readOwnResultContract, deps, async ({ caller, path }) => {
    const outcome = await read(caller.pin, path.dossierId);

    switch (outcome.kind) {
      case 'found':
        return ok({ jws: outcome.jws, payload: outcome.payload });
      case 'not-found':
        return problem('dossier-not-found');
      case 'no-result':
        return problem('result-not-found', { detail: 'The dossier is not concluded yet.' });
    }
  });
};
