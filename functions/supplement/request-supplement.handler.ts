import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import { requestSupplementContract } from './request-supplement.contract.ts';
import { type RequestSupplementDeps, requestSupplement } from './request-supplement.ts';

const invalid = (pointer: string, detail: string) => problem('request-invalid', { errors: [{ pointer, detail }] });

/** POST /staff/dossiers/{dossierId}/supplement-requests */
export const createHandler = (deps: RequestSupplementDeps & HttpDeps) => {
  const ask = requestSupplement(deps);

  return httpHandler(requestSupplementContract, deps, async ({ caller, path: { dossierId }, headers, body, correlationId }) => {
    const outcome = await ask({ caller, dossierId, ...body, key: headers['idempotency-key'], cause: correlationId });

    switch (outcome.kind) {
      case 'asked': {
        const { n, stage, askedAt, answerBy, documents, form } = outcome.supplement;
        return created({ dossierId, n, stage, askedAt, answerBy, documents, form });
      }
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'decided':
        return problem('dossier-decided');
      case 'supplement-open':
        return problem('supplement-open', { answerBy: outcome.answerBy });
      case 'limit-reached':
        return problem('supplement-limit', { stage: outcome.stage, most: outcome.most });
      case 'override-unneeded':
        return invalid('/body/override', 'is not needed: the applicant was not asked that often yet');
      case 'role-missing':
        return problem('role-missing', { detail: `One of these roles is needed: ${outcome.roles.join(', ')}.` });
      case 'not-needed':
        return problem('document-not-needed', { document: outcome.document });
      case 'answer-time-short':
        return problem('supplement-time-short', {
          detail: `The applicant must have time until ${outcome.earliest} at least.`,
          earliest: outcome.earliest,
        });
      case 'answer-time-not-worked':
        return invalid('/body/answerBy', 'must lie in the working time of the office');
      case 'outside-calendar':
        return problem('outside-calendar', { detail: `The calendar does not reach ${outcome.date}.`, calendar: outcome.calendar });
      case 'key-reused':
        return problem('idempotency-key-reused');
    }
  });
};
