import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { cellsOnly } from './calling-cell.ts';
import { lookUpContract } from './look-up.contract.ts';
import { type LookUpDeps, lookUp } from './look-up.ts';

/** POST /agency/lookups */
export const createHandler = (deps: LookUpDeps & HttpDeps) => {
  const ask = lookUp(deps);

  return httpHandler(
    lookUpContract,
    deps,
    async ({ caller, body }) => {
      const outcome = await ask(body, caller.system);

      switch (outcome.kind) {
        case 'answered':
          return ok({ answers: outcome.answers });
        case 'not-covered':
          return problem('purpose-not-covered', { registry: outcome.registry });
        case 'unknown-registry':
          return problem('registry-not-found', { registry: outcome.registry });
      }
    },
    cellsOnly('Only cells look registries up.'),
  );
};
