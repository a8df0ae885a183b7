import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { type FormReadingDeps, formReading } from './form-reading.ts';
import { readOwnFormContract } from './read-own-form.contract.ts';

/** GET /citizen/dossiers/{dossierId}/forms/{form} */
export const createHandler = (deps: FormReadingDeps & HttpDeps) => {
  const { find } = formReading(deps);

  return httpHandler(readOwnFormContract, deps, async ({ caller, path }) => {
    const outcome = await find({ ...path, caller: { kind: 'owner', pin: caller.pin } });

    switch (outcome.kind) {
      case 'found':
        return ok(await outcome.make());
      case 'form-not-found':
        return problem('form-not-found');
      case 'not-found':
        return problem('dossier-not-found');
    }
  });
};
