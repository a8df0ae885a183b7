import * as z from 'zod';
import { AgencyHours } from './agency-hours.ts';

/** `PROPOSED`: the law gives the day, but who may move it has not decided yet. */
export const DayConfidence = z.enum(['high', 'medium', 'low', 'PROPOSED']);

/** A day that differs from the week's rule, with where the knowledge comes from. A holiday on a weekend closes receptions too. */
const SpecialDay = z.object({
  date: z.iso.date(),
  kind: z.enum(['HOLIDAY', 'COMP_OFF', 'SWAP_OFF', 'MAKEUP_WORK']),
  name: z.object({ vi: z.string(), en: z.string() }),
  /** `false`: proposed, not decided. Without effect, but named wherever the day is counted or skipped. */
  enabled: z.boolean().default(true),
  confidence: DayConfidence,
  source: z.string(),
});
export type SpecialDay = z.infer<typeof SpecialDay>;

/**
 * A dated working calendar (catalogue/calendars) with the hours of the agencies. It answers only for `firstDay` to `lastDay` and
 * for the agencies it names: outside them nothing is known. A published version never changes: what is new is a new version.
 */
export const Calendar = z.object({
  version: z.iso.date(),
  timeZone: z.literal('Asia/Ho_Chi_Minh'),
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  note: z.string(),
  hours: z.record(z.string(), AgencyHours),
  days: z.array(SpecialDay),
});
export type Calendar = z.infer<typeof Calendar>;
