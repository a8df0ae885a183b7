import * as z from 'zod';
import { identityProofs } from '../ledger/identity-proof.ts';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { Receipt } from './receipt.ts';

export const acceptDossierContract = httpContract({
  operation: 'acceptDossier',
  summary: "Accept a submission to the caller's office",
  path: z.object({ dossierId: DossierId }),
  body: z.strictObject({
    identityVerifiedBy: z
      .enum(identityProofs)
      .optional()
      .describe(
        'How the officer verified the person; needed when the population register did not confirm the person, and to accept without waiting for the lookups',
      ),
  }),
  answers: {
    200: {
      description: 'What the receipt (form CT04) says. `trackingSecret` is shown in this answer only; a repeat is refused.',
      schema: Receipt,
    },
  },
  problems: [
    'role-missing',
    'dossier-not-found',
    'dossier-wrong-state',
    'supplement-open',
    'lookups-open',
    'identity-unverified',
    'fee-unknown',
    'time-limit-unknown',
    'calendar-missing',
    'dossier-busy',
  ],
});
