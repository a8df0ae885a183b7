import type { AgencyTime } from './agency-time.ts';
import { addWorkingMinutes, workingMinutesBetween } from './working-time.ts';

/** A time that does not count. */
export type Pause = { readonly from: Date; readonly to: Date };

/**
 * The end of a time from `from` until `until`, put off by the working time of the pauses that begin in it; times that several pauses share
 * count once. What begins at the end or later comes too late. @throws OutsideCalendar
 */
export const pausedUntil = (time: AgencyTime, from: Date, until: Date, pauses: readonly Pause[]): Date => {
  let end = until;
  let countedTo = from;
  for (const pause of pauses.toSorted((one, other) => one.from.getTime() - other.from.getTime())) {
    if (pause.from >= end) break;
    const minutes = workingMinutesBetween(time, pause.from > countedTo ? pause.from : countedTo, pause.to);
    if (minutes > 0) end = addWorkingMinutes(time, end, minutes);
    if (pause.to > countedTo) countedTo = pause.to;
  }
  return end;
};
