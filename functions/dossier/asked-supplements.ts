import * as z from 'zod';
import type { Ledger } from '../ledger/ledger.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { listSupplements, openWords, Supplement } from '../ledger/supplement.ts';

/** A request to complete the dossier with its words, as the applicant and the office see it. */
export const AskedSupplement = Supplement.pick({ n: true, stage: true, askedAt: true, answerBy: true, form: true, providedAt: true })
  .extend({
    reason: z.string(),
    legalBasis: z.string(),
    items: z.array(z.object({ document: z.string().describe('Upload it under this code'), what: z.string() })),
    dueBefore: Supplement.shape.dueBefore.describe('The appointment when it was asked'),
    dueAt: Supplement.shape.dueAfter.describe('The appointment after the answer'),
  })
  .describe('A request to complete the dossier');
export type AskedSupplement = z.infer<typeof AskedSupplement>;

/** The requests of a dossier, oldest first. @throws when words were changed */
export const askedSupplements = async (
  ledger: Pick<Ledger, 'list'>,
  personalData: Pick<PersonalData, 'open'>,
  dossierId: string,
): Promise<AskedSupplement[]> =>
  Promise.all(
    (await listSupplements(ledger, dossierId)).map(async (stored) => {
      const { n, stage, askedAt, answerBy, form, providedAt, dueBefore, dueAfter } = stored;
      const { reason, legalBasis, what } = await openWords(personalData, dossierId, stored);
      const items = stored.documents.map((document, index) => ({ document, what: what[index] ?? '' }));
      return { n, stage, askedAt, answerBy, form, providedAt, reason, legalBasis, items, dueBefore, dueAt: dueAfter };
    }),
  );
