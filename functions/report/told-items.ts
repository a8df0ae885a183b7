import * as z from 'zod';
import { ratingKey, resultKey } from '../ledger/item-keys.ts';
import type { Item, Ledger } from '../ledger/ledger.ts';
import { Instant } from '../ledger/meta.ts';

/*
 * As much of a dossier's items as its raw record for the national index tells. What is sealed in them stays sealed.
 */

const ToldDocument = z.object({ document: z.string(), bytes: z.int(), uploadedAt: Instant });
const ToldPayment = z.object({ state: z.string(), amount: z.int(), closedAt: Instant.optional(), receipt: z.string().optional() });
const ToldResult = z.object({ code: z.string(), number: z.string(), outcome: z.enum(['GRANTED', 'REFUSED']), issuedAt: Instant });
const ToldRating = z.object({ score: z.int(), at: Instant });

/** A complaint about the dossier; `subjects` are the accounts that it is about. */
const ToldComplaint = z.object({
  complaintId: z.string(),
  kind: z.string(),
  step: z.object({ n: z.int().optional(), taskId: z.string().optional() }).optional(),
  state: z.string(),
  filedAt: Instant,
  limits: z.object({ refuseBy: Instant, askBy: Instant, solveBy: Instant, publishBy: Instant.optional() }),
  repeated: z.literal(true).optional(),
  satisfied: z.boolean().optional(),
  subjects: z.array(z.string()),
});

/** What was done about a complaint, and whether before, on or after its limit (index 766, row 5.2). */
const ToldLine = z.object({
  n: z.int(),
  at: Instant,
  action: z.enum(['FILE', 'REFUSE', 'ASK', 'INFORM', 'SOLVE', 'PUBLISH', 'RATE']),
  timing: z.enum(['BEFORE', 'ON', 'AFTER']).optional(),
});

/** A complaint with what was done about it, oldest first. */
export const HandledComplaint = ToldComplaint.extend({ lines: z.array(ToldLine) });
type HandledComplaint = z.infer<typeof HandledComplaint>;

export type Told = {
  readonly documents: readonly z.infer<typeof ToldDocument>[];
  readonly payments: readonly z.infer<typeof ToldPayment>[];
  readonly result?: z.infer<typeof ToldResult> | undefined;
  readonly rating?: z.infer<typeof ToldRating> | undefined;
  readonly complaints: readonly HandledComplaint[];
};

/** `COMPLAINT#<ULID>`; what was done about it lies under longer keys. */
const HEAD = /^COMPLAINT#[^#]+$/;

const handledComplaints = (items: readonly Item[]): HandledComplaint[] =>
  items
    .filter(({ sk }) => HEAD.test(String(sk)))
    .map((head) => ({
      ...ToldComplaint.parse(head),
      lines: items.filter(({ sk }) => String(sk).startsWith(`${String(head['sk'])}#`)).map((item) => ToldLine.parse(item)),
    }));

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
    complaints: handledComplaints(complaints),
    result: result && ToldResult.parse(result),
    rating: rating && ToldRating.parse(rating),
  };
};
