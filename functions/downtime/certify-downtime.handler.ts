import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import { certifyDowntimeContract } from './certify-downtime.contract.ts';
import { type CertifyDowntimeDeps, certifyDowntime } from './certify-downtime.ts';

/** POST /staff/downtimes */
export const createHandler = (deps: CertifyDowntimeDeps & HttpDeps) => {
  const certify = certifyDowntime(deps);

  return httpHandler(certifyDowntimeContract, deps, async ({ caller, headers, body }) => {
    const { reason, legalBasis, supersedes } = body;
    const span = 'from' in body ? { from: body.from, to: body.to } : undefined;
    const outcome = await certify({ caller, span, supersedes, reason, legalBasis, key: headers['idempotency-key'] });

    switch (outcome.kind) {
      case 'certified':
        return created({ id: outcome.id });
      case 'not-found':
        return problem('downtime-not-found');
      case 'superseded-before':
        return problem('downtime-superseded');
      case 'elsewhere':
        return problem('role-missing', { detail: `Only ${outcome.office}, the office that runs the cell, certifies its downtimes.` });
      case 'overlapping': {
        const { id, from, to } = outcome.other;
        return problem('downtime-overlaps', { id, from, to });
      }
      case 'too-long':
        return problem('request-invalid', {
          errors: [{ pointer: '/body/to', detail: `must lie at most ${outcome.hours} hours after from` }],
        });
      case 'not-over':
        return problem('request-invalid', { errors: [{ pointer: '/body/to', detail: 'must not lie ahead' }] });
      case 'key-reused':
        return problem('idempotency-key-reused');
    }
  });
};
