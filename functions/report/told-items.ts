import * as z from 'zod';
import { ratingKey, resultKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Instant } from '../ledger/meta.ts';

/*
 * As much of a dossier's items as its raw record for the national index tells. What is sealed in them stays sealed.
 */

const ToldDocument = z.object({ document: z.string(), bytes: z.int(), uploadedAt: Instant });
const ToldPayment = z.object({ state: z.string(), amount: z.int(), closedAt: Instant.optional(), receipt: z.string().optional() });
const ToldResult = z.object({ code: z.string(), number: z.string(), outcome: z.enum(['GRANTED', 'REFUSED']), issuedAt: Instant });
const ToldRating = z.object({ score: z.int(), at: Instant });

/** A complaint about the dossier; `subjects` are the accounts that it is about. */
export const ToldComplaint = z.object({
  complaintId: z.string(),
  kind: z.string(),
  state: z.string(),
  filedAt: Instant,
  limits: z.object({ refuseBy: Instant, askBy: Instant, solveBy: Instant, publishBy: Instant.optional() }),
  repeated: z.literal(true).optional(),
  satisfied: z.boolean().optional(),
  subjects: z.array(z.string()),
});

export type Told = {
  readonly documents: readonly z.infer<typeof ToldDocument>[];
  readonly payments: readonly z.infer<typeof ToldPayment>[];
  readonly result?: z.infer<typeof ToldResult> | undefined;
  readonly rating?: z.infer<typeof ToldRating> | undefined;
  readonly complaints: readonly z.infer<typeof ToldComplaint>[];
};

/** `COMPLAINT#<ULID>`; what was done about it lies under longer keys. */
const HEAD = /^COMPLAINT#[^#]+$/;

/** The items of a dossier that its record tells. */
export const readTold = async (ledger: Pick<Ledger, 'list' | 'readItems'>, dossierId: string): Promise<Told> => {
  const [documents, payments, complaints, [result, rating]] = await Promise.all([
    ledger.list(dossierId, 'DOCUMENT#'),
    ledger.list(dossierId, 'PAYMENT#'),
    ledger.list(dossierId, 'COMPLAINT#'),
    ledger.readItems([resultKey(dossierId), ratingKey(dossierId)]),
  ]);
  return {
    documents: documents.map((item) => ToldDocument.parse(item)),
    payments: payments.map((item) => ToldPayment.parse(item)),
    complaints: complaints.filter(({ sk }) => HEAD.test(String(sk))).map((item) => ToldComplaint.parse(item)),
    result: result && ToldResult.parse(result),
    rating: rating && ToldRating.parse(rating),
  };
};
