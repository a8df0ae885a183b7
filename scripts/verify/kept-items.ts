import * as z from 'zod';
import { Rating } from '../../functions/complaint/rating.ts';
import { Extension } from '../../functions/deadline/extension.ts';
import { Instant } from '../../functions/ledger/meta.ts';
import { Surplus } from '../../functions/ledger/surplus.ts';
import { Handover } from '../../functions/result/handover.ts';
import { Withdrawal } from '../../functions/withdrawal/withdrawal.ts';

/** Items of a dossier of which there is one at the most, each written by events that tell what is in it; by sort key. */
export const keptItems = {
  WITHDRAWAL: Withdrawal,
  EXTENSION: Extension.omit({ dossierId: true }),
  NUMBERING: z.object({ decidedAt: Instant.optional(), numberedAt: Instant.optional(), numberedBy: z.string().optional() }),
  // The proof is told as it stands: the event's own schema does not list them.
  HANDOVER: Handover.extend({ proof: z.string().optional() }),
  SURPLUS: Surplus,
  RATING: Rating,
} as const;

export type KeptItems = { readonly [Kind in keyof typeof keptItems]?: z.infer<(typeof keptItems)[Kind]> | undefined };
