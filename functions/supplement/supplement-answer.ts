import * as z from 'zod';
import { dossierStates, portalStatus } from '../ledger/dossier-state.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import { SupplementStage } from '../ledger/supplement.ts';
import { type HttpAnswer, ok, problem } from '../platform/http-answer.ts';
import type { ProblemKind } from '../platform/problem-kinds.ts';
import type { ProvideSupplementOutcome } from './provide-supplement.ts';

/** What an answer to a request takes and is answered, whoever gives it. */
export const SupplementPath = z.object({
  dossierId: DossierId,
  n: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be the number of a request')
    .describe('Number of the request'),
});

export const SupplementBody = z.strictObject({
  form: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The whole form as corrected, where the request asks for it; what the plan and the office rest on stays as it was'),
});

export const ProvidedAnswer = {
  description:
    'The answer is before the office, or with the agencies again, whose clock runs: `dueAt` is then the new appointment. Asking again answers the same.',
  schema: z.object({
    dossierId: DossierId,
    n: z.int().positive(),
    stage: SupplementStage,
    providedAt: Instant,
    dueAt: Instant.optional(),
    state: z.enum(dossierStates),
    status: z.int().min(0).max(10),
  }),
};

export const provisionProblems = [
  'dossier-not-found',
  'supplement-not-found',
  'dossier-wrong-state',
  'supplement-overdue',
  'supplement-incomplete',
  'supplement-answered',
  'form-changes-plan',
  'dossier-busy',
] as const satisfies readonly ProblemKind[];

export const provisionAnswer = (outcome: ProvideSupplementOutcome): HttpAnswer => {
  switch (outcome.kind) {
    case 'provided': {
      const { supplement, providedAt, state } = outcome;
      const { dossierId, n, stage, dueAfter } = supplement;
      return ok({ dossierId, n, stage, providedAt, dueAt: dueAfter, state, status: portalStatus[state] });
    }
    case 'not-found':
      return problem('dossier-not-found');
    case 'supplement-not-found':
      return problem('supplement-not-found');
    case 'wrong-state':
      return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    case 'overdue':
      return problem('supplement-overdue', { answerBy: outcome.answerBy });
    case 'incomplete':
      return problem('supplement-incomplete', { documents: outcome.documents, form: outcome.form });
    case 'answered':
      return problem('supplement-answered');
    case 'identity-unsaid':
      return problem('request-invalid', {
        errors: [{ pointer: '/body/identityVerifiedBy', detail: 'is needed: the dossier was filed by a person at the counter' }],
      });
    case 'form-not-asked':
      return problem('request-invalid', { errors: [{ pointer: '/body/form', detail: 'was not asked for' }] });
    case 'invalid':
      return problem('request-invalid', { errors: outcome.faults });
    case 'changes-plan':
      return problem('form-changes-plan', { pointers: outcome.pointers });
  }
};
