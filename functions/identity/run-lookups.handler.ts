import * as z from 'zod';
import { CloudEvent, wireType } from '../ledger/cloud-event.ts';
import { DossierId } from '../ledger/meta.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { type LookupMessage, type RunLookupsDeps, runLookups } from './run-lookups.ts';

/** The event of a submission, or the function's own message to go on later. */
const Message = z.union([
  CloudEvent.pick({ subject: true }).extend({ type: z.literal(wireType('dossier.submitted')) }),
  z.object({ dossierId: DossierId, attempt: z.int().nonnegative() }),
]);

const lookupOf = (message: z.infer<typeof Message>): LookupMessage =>
  'subject' in message ? { dossierId: message.subject, attempt: 0 } : message;

/** Consumer of the lookups queue. */
export const createHandler = (deps: RunLookupsDeps & { readonly clock: Clock; readonly log: Log }) => {
  const run = runLookups(deps);

  return sqsHandler('runLookups', Message, deps, async (message, { messageId }) => {
    const lookup = lookupOf(message);
    const outcome = await run(lookup, messageId);
    if (outcome.kind === 'waiting') {
      const { reason, delaySeconds } = outcome;
      // Counted by an alarm (infra/features/identity-feature.ts).
      deps.log('WARN', 'runLookups: waiting for the national cell', { ...lookup, reason, delaySeconds });
    }
  });
};
