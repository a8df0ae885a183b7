import * as z from 'zod';
import { wireType } from '../ledger/cloud-event.ts';
import { DossierId } from '../ledger/meta.ts';

/** A concluded dossier whose result is to be delivered: the event itself, or the reminder that follows a failed attempt. */
export const Delivery = z.object({
  type: z.literal(wireType('dossier.concluded')),
  subject: DossierId,
  correlationid: z.string().optional(),
  /** How often delivery has been tried before. */
  attempt: z.int().nonnegative().default(0),
});
export type Delivery = z.infer<typeof Delivery>;

/** The queue that deliveries come from. */
export type Deliveries = {
  /** Puts a delivery back, to come again after `delayS` seconds (at most 900). */
  remind(delivery: Delivery, delayS: number): Promise<void>;
};
