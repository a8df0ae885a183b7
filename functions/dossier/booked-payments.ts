import * as z from 'zod';
import type { Ledger } from '../ledger/ledger.ts';
import { Instant, type Meta } from '../ledger/meta.ts';

/** Money that the gateway has taken for a dossier, as the office that decides sees it. */
export const BookedPayment = z.object({
  attempt: z.int().positive(),
  reference: z.string().describe('What the gateway knows it by'),
  amount: z.int().positive().describe('Whole đồng'),
  receipt: z.string().optional(),
  closedAt: Instant.optional().describe('When it was booked'),
  surplus: z.literal(true).optional().describe('More than was due, or after nothing was due any more: not given back by itself'),
});
export type BookedPayment = z.infer<typeof BookedPayment>;

/** The bookings of a dossier, in the order of its attempts. Where none was opened, nothing is read. */
export const bookedPayments = async (
  ledger: Pick<Ledger, 'list'>,
  { dossierId, attempts }: Pick<Meta, 'dossierId' | 'attempts'>,
): Promise<BookedPayment[]> =>
  (attempts > 0 ? await ledger.list(dossierId, 'PAYMENT#') : [])
    .filter(({ state }) => state === 'booked')
    .map((item) => BookedPayment.parse(item));
