import * as z from 'zod';
import { Filing } from '../ledger/filing.ts';
import { DossierId, Meta } from '../ledger/meta.ts';
import { Task } from '../ledger/task.ts';
import { TaskWords } from '../ledger/task-words.ts';
import { SaidWords } from '../ledger/words.ts';
import { httpContract } from '../platform/http-contract.ts';
import { AskedSupplement } from './asked-supplements.ts';
import { BookedPayment } from './booked-payments.ts';
import { DossierDocument, DossierHead, DossierTimes, DossierWay } from './dossier-view.ts';

export const readStaffDossierContract = httpContract({
  operation: 'readStaffDossier',
  summary: "Read a dossier that the caller's office has a part in, with its form; the owner can see who read it",
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description:
        'The dossier, what was filed, what the registries say and what the agencies answered. The one-stop that takes it in or hands its result over, and the office that helps its applicant to complete it, get no tasks, no payments and no words of other offices.',
      schema: DossierHead.extend({
        ...DossierTimes.shape,
        ...DossierWay.shape,
        office: z.string(),
        identityLevel: Meta.shape.identityLevel,
        applicant: Filing.shape.applicant,
        owner: Filing.shape.owner.describe('Whose dossier it is, where somebody else has filed it'),
        form: Filing.shape.form,
        documents: z.array(DossierDocument),
        lookups: Meta.shape.lookups,
        findings: Meta.shape.findings,
        amountDue: Meta.shape.amountDue.describe('Whole đồng still to pay'),
        outcome: Meta.shape.outcome,
        resultCode: Meta.shape.resultCode,
        supplements: z.array(AskedSupplement).describe('What the applicant was asked for later, oldest first'),
        words: z
          .array(SaidWords)
          .describe('What was said in words, oldest first: by the owner, by agencies that sent a task back, by offices'),
        payments: z.array(BookedPayment).describe('What was booked, oldest attempt first'),
        tasks: z.array(Task.omit({ dossierId: true, closedBy: true, sealed: true }).extend(TaskWords.shape)),
      }),
    },
  },
  problems: ['role-missing', 'dossier-not-found'],
});
