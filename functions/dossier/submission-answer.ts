import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';
import { type HttpAnswer, ok, problem } from '../platform/http-answer.ts';
import type { ProblemKind } from '../platform/problem-kinds.ts';
import { DossierHead, dossierHead } from './dossier-view.ts';
import type { SubmitDossierOutcome } from './submit-dossier.ts';

/** What a submission answers, whoever submits. */
export const SubmissionAnswer = {
  description: 'The dossier has its code. Repeating the request answers with the same code and the state it is in by then.',
  schema: DossierHead.extend({
    code: z.string(),
    submittedAt: Instant,
    receivedAt: Instant.describe('When it counts as received: outside working hours, the start of the next working day'),
  }),
};

/** The problems that every submission may answer. */
export const submissionProblems = [
  'dossier-not-found',
  'documents-missing',
  'code-taken',
  'code-issuer-unknown',
  'codes-used-up',
  'calendar-missing',
  'dossier-busy',
] as const satisfies readonly ProblemKind[];

/** @param given level of the e-ID of whoever submits */
export const submissionAnswer = (outcome: SubmitDossierOutcome, given = 0): HttpAnswer => {
  switch (outcome.kind) {
    case 'submitted': {
      const { meta, receivedAt } = outcome;
      return ok({ ...dossierHead(meta), submittedAt: meta.submittedAt, receivedAt: receivedAt.toISOString() });
    }
    case 'level-too-low':
      return problem('identity-level-too-low', { detail: `Level ${outcome.needed} is needed.`, needed: outcome.needed, given });
    case 'documents-missing':
      return problem('documents-missing', { documents: outcome.documents });
    case 'wrong-channel':
      return problem('wrong-channel', { detail: 'A counter has entered this dossier; the counter submits it.', channel: outcome.channel });
    case 'code-taken':
      return problem('code-taken', { code: outcome.code });
    case 'code-issuer-unknown':
      return problem('code-issuer-unknown', { detail: `The agency code of ${outcome.office} is not known.`, office: outcome.office });
    case 'codes-used-up':
      return problem('codes-used-up', {
        detail: `All running numbers of ${outcome.day} are given.`,
        office: outcome.office,
        day: outcome.day,
      });
    case 'not-found':
      return problem('dossier-not-found');
  }
};
