import * as z from 'zod';

/**
 * Dossier codes as they are in use: the agency by Circular 10/2016 (`000.00.15.H40`) or by Decision 20/2020 (`H40.15`), the local date
 * with two or four digits of the year, and the running number with the issuer's width (domain notes, rules.md 1.2).
 */
const PATTERN = /^(?:(?:\d{2,3}\.){1,3}[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{2,3}){0,4})-(\d{6}|\d{8})-\d{4,7}$/;

/** The local day in a code, `YYYY-MM-DD`; undefined when there is none or it is no day of the calendar. */
export const dayOfCode = (code: string): string | undefined => {
  const [, digits = ''] = PATTERN.exec(code) ?? [];
  const full = digits.length === 6 ? `20${digits}` : digits;
  const day = full.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const time = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : undefined;
};

/** A code that somebody else has issued; it is kept as it is. */
export const OutsideCode = z
  .string()
  .max(40)
  .regex(PATTERN, 'must be a dossier code: agency, date and running number')
  .refine((code) => dayOfCode(code) !== undefined, 'names no day of the calendar');
