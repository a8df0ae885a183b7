import * as z from 'zod';
import { LocalTime } from './agency-hours.ts';
import { sourced } from './sourced.ts';

/**
 * How long a procedure may take. 0 working days: the same working day. Hours are hours of work; days and months are counted by
 * the calendar of the year and run on to the next working day when they end on a day off.
 */
export const TimeLimit = z
  .object({ amount: z.int().nonnegative().max(1000), unit: z.enum(['WORKING_HOUR', 'WORKING_DAY', 'DAY', 'MONTH']) })
  .refine(({ amount, unit }) => amount > 0 || unit === 'WORKING_DAY', 'only a number of working days may be 0');
export type TimeLimit = z.infer<typeof TimeLimit>;

/** What sets the clock going. */
export const ClockStart = z.enum(['ACCEPTED', 'FEE_PAID']);
export type ClockStart = z.infer<typeof ClockStart>;

/** How a procedure's clock runs; each setting is a fact of law with its source. */
export const ClockRules = z.object({
  /**
   * What coming after this time of day does. `NONE`: nothing to the limit (the hand-over to the agency moves, no more).
   * `SAME_DAY_BECOMES_NEXT`: a limit of the same day becomes the next working day. `START_NEXT_DAY`: it counts as come on the
   * next working day.
   */
  cutOff: sourced(z.object({ time: LocalTime, effect: z.enum(['NONE', 'SAME_DAY_BECOMES_NEXT', 'START_NEXT_DAY']) })),
  /** The time of the last day: that of the start (at the latest the close of business), or the close of business. */
  dueTime: sourced(z.enum(['SAME_TIME', 'CLOSE_OF_BUSINESS'])),
  /** What waiting for a supplement does: the clock stands still, or the limit begins anew when the dossier is complete. */
  supplement: sourced(z.enum(['PAUSE', 'RESTART'])),
  /** Whether the clock stands still while a fee is due. */
  whileUnpaid: sourced(z.enum(['PAUSE', 'RUN'])),
});
export type ClockRules = z.infer<typeof ClockRules>;
