import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';

/** What a dossier's owner thought of how it was handled: 1, very bad, to 5, very good. */
export const Score = z.int().min(1).max(5);

/** The rating as stored (item `RATING`), without the words that are sealed beside it. */
export const Rating = z.object({ score: Score, at: Instant });
