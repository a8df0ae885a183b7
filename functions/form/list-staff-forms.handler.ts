import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { type FormReadingDeps, formReading } from './form-reading.ts';
import { listStaffFormsContract } from './list-staff-forms.contract.ts';

/** GET /staff/dossiers/{dossierId}/forms */
export const createHandler = (deps: FormReadingDeps & HttpDeps) => {
  const { list } = formReading(deps);

  return httpHandler(listStaffFormsContract, deps, async ({ caller, path: { dossierId } }) => {
    const outcome = await list({ kind: 'officer', sub: caller.sub, office: caller.office }, dossierId);
    return outcome.kind === 'listed' ? ok({ forms: outcome.forms }) : problem('dossier-not-found');
  });
};
