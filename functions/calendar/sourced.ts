import * as z from 'zod';

export const Confidence = z.enum(['high', 'medium', 'low', 'unknown']);

/** A fact of law with where it comes from; `OK` as source means own knowledge, to be confirmed before production. */
export const sourced = <Value extends z.ZodType>(value: Value) => z.object({ value, confidence: Confidence, source: z.string() });
