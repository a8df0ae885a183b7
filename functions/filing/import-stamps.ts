import type { Calendar } from '../calendar/calendar.ts';
import { localDay } from '../calendar/local-time.ts';
import type { Fault } from '../platform/faults.ts';
import { dayOfCode } from '../procedure/dossier-code-format.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** The portal's states in which a dossier can be taken over: unanswered, with its agencies, or with its fee due. */
type ImportedStatus = 1 | 4 | 6;

/** What another system has stamped a dossier with. */
export type Stamps = {
  readonly code: string;
  readonly status: ImportedStatus;
  readonly submittedAt: string;
  readonly arrivedAt?: string | undefined;
  readonly acceptedAt?: string | undefined;
  readonly dueAt?: string | undefined;
};

/** Whether the other system must have set an appointment by now: not before acceptance, nor before the fee that starts the clock. */
const hasAppointment = ({ status }: Stamps, { clockStart }: Procedure): boolean =>
  status === 4 || (status === 6 && clockStart === 'ACCEPTED');

/** A year of five digits is a text that lies before every day of a calendar. */
const isWithin = ({ firstDay, lastDay }: Calendar, at: Date): boolean => {
  const day = localDay(at);
  return firstDay <= day && day <= lastDay;
};

/**
 * What in the stamps contradicts the state, or each other. Nothing is put right here: which of the two is wrong only the system knows
 * that it comes from.
 */
export const stampFaults = (stamps: Stamps, procedure: Procedure, calendar: Calendar, now: Date): readonly Fault[] => {
  const { code, status, submittedAt, arrivedAt, acceptedAt, dueAt } = stamps;
  const faults: Fault[] = [];
  const fault = (field: keyof Stamps, detail: string): void => void faults.push({ pointer: `/body/${field}`, detail });
  const [submitted, arrived, accepted, due] = [submittedAt, arrivedAt, acceptedAt, dueAt].map((text) =>
    text ? new Date(text) : undefined,
  );

  if ((dayOfCode(code) ?? '') > localDay(now)) fault('code', 'was issued on a day that is still to come');
  const earliest = arrived ?? submitted;
  if (earliest && localDay(earliest) < calendar.firstDay)
    fault(arrived ? 'arrivedAt' : 'submittedAt', `lies before the calendar ${calendar.version} begins (${calendar.firstDay})`);
  if (submitted && submitted > now) fault('submittedAt', 'is still to come');
  if (arrived && submitted && arrived > submitted) fault('arrivedAt', 'lies after the submission');
  if (status === 1) {
    for (const field of ['acceptedAt', 'dueAt'] as const) if (stamps[field]) fault(field, 'is not there before the acceptance');
    return faults;
  }
  if (!accepted) fault('acceptedAt', 'is missing in a state after the acceptance');
  else if (accepted > now) fault('acceptedAt', 'is still to come');
  else if (submitted && accepted < submitted) fault('acceptedAt', 'lies before the submission');
  if (!hasAppointment(stamps, procedure)) {
    if (due) fault('dueAt', 'is not there before the fee is paid');
  } else if (!due) fault('dueAt', 'is missing in a state after the acceptance');
  else if (accepted && due <= accepted) fault('dueAt', 'does not lie after the acceptance');
  else if (!isWithin(calendar, due)) fault('dueAt', `lies after the calendar ${calendar.version} ends (${calendar.lastDay})`);
  return faults;
};
