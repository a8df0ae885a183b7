import * as z from 'zod';
import { Filing } from '../ledger/filing.ts';
import { DossierId, Meta } from '../ledger/meta.ts';
import { Task } from '../ledger/task.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DossierDocument, DossierHead, DossierTimes } from './dossier-view.ts';

export const readStaffDossierContract = httpContract({
  operation: 'readStaffDossier',
  summary: "Read a dossier of the caller's office with its form; the owner can see who read it",
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description: 'The dossier, what was filed, what the registries say and what the agencies answered.',
      schema: DossierHead.extend({
        ...DossierTimes.shape,
        channel: Meta.shape.channel,
        identityLevel: Meta.shape.identityLevel,
        applicant: Filing.shape.applicant,
        form: Filing.shape.form,
        documents: z.array(DossierDocument),
        lookups: Meta.shape.lookups,
        findings: Meta.shape.findings,
        amountDue: Meta.shape.amountDue.describe('Whole đồng still to pay'),
        outcome: Meta.shape.outcome,
        resultCode: Meta.shape.resultCode,
        tasks: z.array(Task.omit({ dossierId: true, closedBy: true })),
      }),
    },
  },
  problems: ['role-missing', 'dossier-not-found'],
});
