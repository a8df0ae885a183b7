import * as z from 'zod';
import { dossierStates } from '../ledger/dossier-state.ts';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';

const reason = z.string().trim().min(3).max(1000).describe('In words that the applicant understands');
const legalBasis = z.string().trim().min(3).max(200).describe('The legal act and article');

export const decideWithdrawalContract = httpContract({
  operation: 'decideWithdrawal',
  summary: "Answer a request to withdraw a dossier of the caller's office",
  path: z.object({ dossierId: DossierId }),
  body: z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('GRANT'), reason: reason.optional(), legalBasis: legalBasis.optional() }),
    z.strictObject({ decision: z.literal('REFUSE'), reason, legalBasis }),
  ]),
  answers: {
    200: {
      description:
        'Granted: the dossier is stopped, and its open tasks are cancelled. Refused: it stands where it stood before the request; the time to complete or to pay it is put off by as long as the request waited.',
      schema: z.object({ dossierId: DossierId, state: z.enum(dossierStates), status: z.int().min(0).max(10) }),
    },
  },
  problems: ['role-missing', 'dossier-not-found', 'dossier-wrong-state', 'calendar-missing', 'dossier-busy'],
});
