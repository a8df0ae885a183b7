import * as z from 'zod';

/** A day that differs from the week's rule (Monday to Friday are worked), with where the knowledge comes from. */
const SpecialDay = z.object({
  date: z.iso.date(),
  kind: z.enum(['HOLIDAY', 'COMP_OFF', 'SWAP_OFF', 'MAKEUP_WORK']),
  name: z.string(),
  confidence: z.enum(['high', 'medium', 'low', 'PROPOSED']),
});

/** A dated working calendar (catalogue/calendars). It answers only for `firstDay` to `lastDay`: outside it nothing is known. */
export const Calendar = z.object({
  version: z.string(),
  timeZone: z.literal('Asia/Ho_Chi_Minh'),
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  note: z.string(),
  days: z.array(SpecialDay),
});
export type Calendar = z.infer<typeof Calendar>;

/** A date that the calendar has no data for. Never guessed: the caller refuses or waits for newer data. */
export class OutsideCalendar extends Error {
  constructor(date: string, { version, firstDay, lastDay }: Calendar) {
    super(`${date} lies outside the calendar ${version} (${firstDay} to ${lastDay})`);
    this.name = 'OutsideCalendar';
  }
}
