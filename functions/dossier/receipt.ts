import * as z from 'zod';
import { Instant, type Meta } from '../ledger/meta.ts';
import { DossierHead, dossierHead } from './dossier-view.ts';

/** What the receipt of a submission (form CT04) says. */
export const Receipt = DossierHead.extend({
  code: z.string(),
  office: z.string(),
  acceptedAt: Instant,
  dueAt: Instant.optional().describe('The appointment; not known while the fee that starts the clock is not paid'),
  amountDue: z.int().nonnegative().describe('Whole đồng to pay'),
  trackingSecret: z.string(),
});

/** The receipt of an accepted dossier; the secret is known only to whoever has just made it. */
export const receiptOf = (meta: Meta, trackingSecret: string) => {
  const { office, acceptedAt, dueAt, amountDue } = meta;
  return { ...dossierHead(meta), office, acceptedAt, dueAt, amountDue, trackingSecret };
};
