import * as z from 'zod';

const bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

/** Sealed data (personal-data.ts) as an item holds them, whatever stands beside them. */
export const SealedFields = z.object({ sealed: z.object({ wrappedKey: bytes, iv: bytes, tag: bytes, text: bytes }) });
