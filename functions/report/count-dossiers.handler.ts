import * as z from 'zod';
import { CloudEvent, wireType } from '../ledger/cloud-event.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { type CountDossierDeps, countDossier } from './count-dossier.ts';
import { countedFacts } from './counted-facts.ts';

const Message = CloudEvent.pick({ subject: true }).extend({ type: z.enum(countedFacts.map(wireType)) });

/** Consumer of the counting queue: facts after which a dossier may count otherwise. */
export const createHandler = (deps: CountDossierDeps & { readonly clock: Clock; readonly log: Log }) => {
  const count = countDossier(deps);

  return sqsHandler('countDossiers', Message, deps, async ({ subject }) => {
    await count(subject);
  });
};
