import * as z from 'zod';
import operations from '../../catalogue/operations.json' with { type: 'json' };
import { sourced } from '../calendar/sourced.ts';

const { office, longestDowntimeHours } = z
  .object({
    office: z.object({ prefix: z.string().regex(/^[A-Z][A-Z0-9]{2}$/), name: z.object({ vi: z.string(), en: z.string() }) }),
    longestDowntimeHours: sourced(z.int().positive()),
  })
  .parse(operations);

/** The office that runs a cell, and alone certifies that the whole of it could not be used. */
export const operationsOffice = (cell: string): string => `${office.prefix}.0${cell}.000`;

/** The longest time that one certificate can name (hours by the clock on the wall). */
export const LONGEST_DOWNTIME_HOURS = longestDowntimeHours.value;
