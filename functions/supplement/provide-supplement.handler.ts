import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { provideSupplementContract } from './provide-supplement.contract.ts';
import { type ProvideSupplementDeps, provideSupplement } from './provide-supplement.ts';
import { provisionAnswer } from './supplement-answer.ts';

/** POST /citizen/dossiers/{dossierId}/supplements/{n} */
export const createHandler = (deps: ProvideSupplementDeps & HttpDeps) => {
  const provide = provideSupplement(deps);

  return httpHandler(provideSupplementContract, deps, async ({ caller: { pin }, path: { dossierId, n }, body, correlationId }) =>
    provisionAnswer(await provide({ party: { kind: 'owner', pin }, dossierId, n: Number(n), ...body, cause: correlationId })),
  );
};
