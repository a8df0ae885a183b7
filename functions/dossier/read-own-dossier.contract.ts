import * as z from 'zod';
import { dossierStates } from '../ledger/dossier-state.ts';
import { HistoryEvent } from '../ledger/history-event.ts';
import { DossierId, Instant, Meta } from '../ledger/meta.ts';
import { SaidWords } from '../ledger/words.ts';
import { httpContract } from '../platform/http-contract.ts';
import { AskedSupplement } from './asked-supplements.ts';
import { DossierDocument, DossierHead, DossierTimes, DossierWay } from './dossier-view.ts';
import { Refusal } from './refusal.ts';

export const readOwnDossierContract = httpContract({
  operation: 'readOwnDossier',
  summary: 'Read an own dossier with its timeline',
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description: 'The dossier as it stands; `events` is its timeline, oldest first.',
      schema: DossierHead.extend({
        ...DossierTimes.shape,
        ...DossierWay.shape,
        office: z.string(),
        filedBy: z
          .enum(['OWNER', 'OFFICER', 'OTHER_SYSTEM'])
          .describe('Who has entered it: the owner, an officer, or the system it was imported from'),
        documents: z.array(DossierDocument),
        lookups: Meta.shape.lookups.describe(
          'Registry lookups: none yet, waiting for the registries, done, or skipped by the officer who accepted',
        ),
        amountDue: z.int().nonnegative().describe('Whole đồng still to pay'),
        receiptNumber: z.string().optional(),
        outcome: Meta.shape.outcome,
        resultCode: z.string().optional(),
        refusal: Refusal.optional().describe('Why the dossier was not accepted'),
        supplements: z.array(AskedSupplement).describe('What was asked for later, oldest first'),
        words: z.array(SaidWords).describe('What was said in words with an event of `events`'),
        events: z.array(
          z.object({
            n: z.int().positive(),
            type: HistoryEvent.shape.type,
            at: Instant,
            from: z.enum(dossierStates).optional(),
            to: z.enum(dossierStates).optional(),
          }),
        ),
      }),
    },
  },
  problems: ['dossier-not-found'],
});
