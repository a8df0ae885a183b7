import * as z from 'zod';
import { weekdays } from './local-time.ts';
import { sourced } from './sourced.ts';

/** A local time of day, `07:30`. As text they sort by time. */
export const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, for example 07:30');
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const Spans = z
  .array(z.object({ from: LocalTime, to: LocalTime }))
  .min(1)
  .refine(
    (spans) => spans.every(({ from, to }, index) => from < to && (spans[index - 1]?.to ?? '') < from),
    'spans must be ascending and apart from each other',
  );
export type Spans = z.infer<typeof Spans>;

/**
 * When an agency works and when it takes dossiers in: two things. The police also receive on Saturday mornings, yet Saturday is
 * no working day of theirs.
 */
export const AgencyHours = z.object({
  /** Weekdays that count in a limit of working days or hours, where the calendar says nothing else of the date. */
  countingDays: sourced(z.array(z.enum(weekdays)).min(1)),
  /** Worked spans of a working day; the last one's end is the close of business. */
  office: sourced(Spans),
  /** When dossiers are taken in: on a working day, and on other weekdays that are no holiday. */
  reception: sourced(z.object({ workingDays: Spans, otherDays: z.partialRecord(z.enum(weekdays), Spans) })),
  /** What comes at any other time counts from the start of the next working day, or from the next reception of whatever day. */
  outsideReception: sourced(z.enum(['NEXT_WORKING_DAY', 'NEXT_RECEPTION'])),
});
export type AgencyHours = z.infer<typeof AgencyHours>;
