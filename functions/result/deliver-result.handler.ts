import type { Log } from '../platform/log.ts';
import { sqsHandler } from '../platform/sqs.ts';
import { type DeliverResultDeps, deliverResult } from './deliver-result.ts';
import { Delivery } from './deliveries.ts';

/** Queue of concluded dossiers. */
export const createHandler = (deps: DeliverResultDeps & { readonly log: Log }) => {
  const deliver = deliverResult(deps);

  return sqsHandler('deliverResult', Delivery, deps, async (delivery) => {
    const outcome = await deliver(delivery);
    if (outcome.kind === 'waiting') {
      const { reason, delayS } = outcome;
      deps.log('WARN', 'deliverResult: waiting for the national cell', {
        dossierId: delivery.subject,
        attempt: delivery.attempt,
        reason,
        delayS,
      });
    }
  });
};
