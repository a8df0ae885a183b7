import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';

/** Why a dossier was not accepted, in words for its owner (item `REFUSAL`). The event only refers to it. */
export const Refusal = z.object({ reason: z.string(), legalBasis: z.string(), at: Instant });
export type Refusal = z.infer<typeof Refusal>;
