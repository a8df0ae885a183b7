import type { Calendar } from '../calendar/calendar.ts';
import { localDay } from '../calendar/local-time.ts';
import type { Fault } from '../platform/faults.ts';

/** What is wrong with the time at which a letter is said to have arrived: to come still, or before the working calendar begins. */
export const arrivalFaults = ({ version, firstDay }: Calendar, arrivedAt: string, at: Date): readonly Fault[] => {
  const arrived = new Date(arrivedAt);
  const fault = (detail: string): Fault[] => [{ pointer: '/body/arrivedAt', detail }];
  if (arrived > at) return fault('is still to come');
  return localDay(arrived) < firstDay ? fault(`lies before the calendar ${version} begins (${firstDay})`) : [];
};
