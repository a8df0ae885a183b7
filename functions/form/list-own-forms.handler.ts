import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { type FormReadingDeps, formReading } from './form-reading.ts';
import { listOwnFormsContract } from './list-own-forms.contract.ts';

/** GET /citizen/dossiers/{dossierId}/forms */
export const createHandler = (deps: FormReadingDeps & HttpDeps) => {
  const { list } = formReading(deps);

  return httpHandler(listOwnFormsContract, deps, async ({ caller, path: { dossierId } }) => {
    const outcome = await list({ kind: 'owner', pin: caller.pin }, dossierId);
    return outcome.kind === 'listed' ? ok({ forms: outcome.forms }) : problem('dossier-not-found');
  });
};
