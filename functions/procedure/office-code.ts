import * as z from 'zod';

/** The code of an office, as staff tokens carry it. */
export const OfficeCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{2}(\.\d{3}){1,2}$/, 'must be the code of an office')
  .describe("An office that the caller leads: the caller's own, or one that it is over");
