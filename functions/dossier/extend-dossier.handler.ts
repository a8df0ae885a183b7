import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { extendDossierContract } from './extend-dossier.contract.ts';
import { type ExtendDossierDeps, extendDossier } from './extend-dossier.ts';

const invalid = (detail: string) => problem('request-invalid', { errors: [{ pointer: '/body/dueAt', detail }] });

/** POST /staff/dossiers/{dossierId}/extension */
export const createHandler = (deps: ExtendDossierDeps & HttpDeps) => {
  const extend = extendDossier(deps);

  return httpHandler(extendDossierContract, deps, async ({ caller, path: { dossierId }, body, correlationId }) => {
    const outcome = await extend({ caller, dossierId, ...body, cause: correlationId });

    switch (outcome.kind) {
      case 'extended': {
        const { dueBefore: from, signed } = outcome;
        return ok({ dossierId, from, dueAt: signed.dueAt, timing: signed.timing, signedAt: signed.at });
      }
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'decided':
        return problem('dossier-decided');
      case 'extended-before':
        return problem('dossier-extended', { dueAt: outcome.dueAt });
      case 'not-later':
        return invalid(`must be later than ${outcome.than}`);
      case 'not-worked':
        return invalid('must lie in the working time of the office');
      case 'too-far':
        return invalid(`must not be later than ${outcome.latest}, which is as far as this procedure can be put off`);
      case 'outside-calendar':
        return problem('outside-calendar', { detail: `The calendar does not reach ${outcome.date}.`, calendar: outcome.calendar });
    }
  });
};
