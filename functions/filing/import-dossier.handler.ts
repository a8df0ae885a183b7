import { portalStatus } from '../ledger/dossier-state.ts';
import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import { timeLimitUnknown } from '../procedure/clock.ts';
import { notFiled } from '../procedure/filing-answer.ts';
import { importDossierContract } from './import-dossier.contract.ts';
import { type ImportDossierDeps, importDossier } from './import-dossier.ts';
import { officesTold } from './receiving-office.ts';

/** POST /staff/imported-dossiers */
export const createHandler = (deps: ImportDossierDeps & HttpDeps) => {
  const take = importDossier(deps);

  return httpHandler(importDossierContract, deps, async ({ caller, headers, body, correlationId }) => {
    const outcome = await take({ caller, imported: body, key: headers['idempotency-key'], cause: correlationId });

    switch (outcome.kind) {
      case 'imported': {
        const { dossierId, code, procedure, channel, state, submittedAt, acceptedAt, dueAt, amountDue } = outcome.meta;
        const stamps = { submittedAt, acceptedAt, dueAt, amountDue };
        return created({
          dossierId,
          code,
          procedure,
          channel,
          state,
          status: portalStatus[state],
          ...officesTold(outcome.meta),
          ...stamps,
        });
      }
      case 'not-filed-here': {
        const { kind, ...why } = outcome;
        return problem(kind, why);
      }
      case 'code-taken':
        return problem('code-taken', { code: body.code });
      case 'fee-unknown':
        return problem('fee-unknown', { detail: `No fee row makes a fee due that was asked on ${outcome.day}.` });
      case 'time-limit-unknown':
        return problem('time-limit-unknown', timeLimitUnknown(outcome.procedure));
      default:
        return notFiled(outcome, body.procedure);
    }
  });
};
