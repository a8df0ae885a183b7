import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';

/** Attempts of one dossier are numbered with two digits. */
export const MOST_ATTEMPTS = 99;

/** One attempt to pay (item `PAYMENT#<attempt>`). `booked` and `failed` are final: an attempt ends once, whatever the gateway says later. */
export const Payment = z.object({
  dossierId: DossierId,
  attempt: z.int().min(1).max(MOST_ATTEMPTS),
  /** The transaction reference that the gateway knows the attempt by. */
  reference: z.string(),
  /** Whole đồng. */
  amount: z.int().positive(),
  state: z.enum(['open', 'booked', 'failed']),
  createdAt: Instant,
  /** The gateway takes no payment after it; a notification may come later. Not `expiresAt`: the table deletes items by that name. */
  validUntil: Instant,
  closedAt: Instant.optional(),
  receipt: z.string().optional(),
  responseCode: z.string().optional(),
  transactionStatus: z.string().optional(),
  /** The gateway's own number of the transaction, for reconciliation. */
  transactionNo: z.string().optional(),
  /** More was paid than was due. */
  surplus: z.literal(true).optional(),
  /** The gateway's first notification that said otherwise than what was recorded; it changed nothing else. */
  contradiction: z
    .object({ at: Instant, responseCode: z.string(), transactionStatus: z.string(), transactionNo: z.string().optional() })
    .optional(),
});
export type Payment = z.infer<typeof Payment>;

/** `<dossier><attempt: 2 digits>`: letters and digits only, one per attempt. */
export const referenceOf = (dossierId: string, attempt: number): string => `${dossierId}${String(attempt).padStart(2, '0')}`;

/** The attempt that a reference names, or undefined when it is none of ours. */
export const parseReference = (reference: string): { readonly dossierId: string; readonly attempt: number } | undefined => {
  const dossierId = DossierId.safeParse(reference.slice(0, 26));
  const attempt = reference.slice(26);
  return dossierId.success && /^\d{2}$/.test(attempt) ? { dossierId: dossierId.data, attempt: Number(attempt) } : undefined;
};
