import * as z from 'zod';

/** Why a dossier ends without a result: its applicant withdrew it, never answered a supplement, or never paid. */
export const StopReason = z.enum(['WITHDRAWN', 'SUPPLEMENT_UNANSWERED', 'UNPAID']);
export type StopReason = z.infer<typeof StopReason>;
