import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';

export const extendDossierContract = httpContract({
  operation: 'extendDossier',
  summary: "Sign the apology for a delay and put off the due time of a dossier of the caller's office (form 04)",
  path: z.object({ dossierId: DossierId }),
  body: z.strictObject({
    dueAt: z.iso
      .datetime({ offset: true })
      .describe('The new due time: later than the old one, in working time of the office, and as far as the procedure allows'),
    reason: z.string().trim().min(10).max(1000).describe('In words that the applicant understands'),
    legalBasis: z.string().trim().min(3).max(200).describe('The legal act and article'),
  }),
  answers: {
    200: {
      description:
        'The due time is put off, for the tasks that wait as well. Only once; the same again by the same leader answers the same.',
      schema: z.object({
        dossierId: DossierId,
        from: Instant.describe('The due time before'),
        dueAt: Instant,
        timing: z
          .enum(['IN_TIME', 'LATE'])
          .describe('LATE: signed after the due time had passed; the dossier counts as late whatever the new one is'),
        signedAt: Instant,
      }),
    },
  },
  problems: [
    'role-missing',
    'dossier-not-found',
    'dossier-wrong-state',
    'dossier-decided',
    'dossier-extended',
    'outside-calendar',
    'calendar-missing',
    'dossier-busy',
  ],
});
