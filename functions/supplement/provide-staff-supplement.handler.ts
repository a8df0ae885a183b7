import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { provideStaffSupplementContract } from './provide-staff-supplement.contract.ts';
import { type ProvideSupplementDeps, provideSupplement } from './provide-supplement.ts';
import { provisionAnswer } from './supplement-answer.ts';

/** POST /staff/dossiers/{dossierId}/supplements/{n} */
export const createHandler = (deps: ProvideSupplementDeps & HttpDeps) => {
  const provide = provideSupplement(deps);

  return httpHandler(provideStaffSupplementContract, deps, async ({ caller, path: { dossierId, n }, body, correlationId }) => {
    const { sub, office } = caller;
    return provisionAnswer(
      await provide({ party: { kind: 'officer', sub, office }, dossierId, n: Number(n), ...body, cause: correlationId }),
    );
  });
};
