import * as z from 'zod';

/** What a dossier's owner thought of how it was handled (item `RATING`, its words sealed): 1, very bad, to 5, very good. */
export const Score = z.int().min(1).max(5);
