import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import { openPaymentContract } from './open-payment.contract.ts';
import { type OpenPaymentDeps, openPayment } from './open-payment.ts';

/** POST /citizen/dossiers/{dossierId}/payments */
export const createHandler = (deps: OpenPaymentDeps & HttpDeps) => {
  const open = openPayment(deps);

  return httpHandler(openPaymentContract, deps, async ({ caller, path: { dossierId }, headers, sourceIp, correlationId }) => {
    const outcome = await open({ caller, dossierId, key: headers['idempotency-key'], ipAddress: sourceIp, cause: correlationId });

    switch (outcome.kind) {
      case 'opened': {
        const { kind: _, ...payment } = outcome;
        return created(payment);
      }
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'nothing-to-pay':
        return problem('nothing-to-pay', { state: outcome.state });
      case 'attempts-exhausted':
        return problem('payment-attempts-exhausted');
      case 'lapsed':
        return problem('fee-lapsed');
      case 'key-reused':
        return problem('idempotency-key-reused');
    }
  });
};
