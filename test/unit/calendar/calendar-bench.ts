import { type AgencyTime, agencyTime } from '../../../functions/calendar/agency-time.ts';
import type { ProcedureClock } from '../../../functions/calendar/appointment.ts';
import type { ClockRules, TimeLimit } from '../../../functions/calendar/clock-rules.ts';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';

/** A moment in Viet Nam, `2026-11-23 09:00`. */
export const local = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00.000+07:00`);
export const shown = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** An agency that receives in its office hours only, and the police, who receive on Saturday mornings too. */
export const commune = agencyTime(vietnamCalendar, 'commune');
export const police = agencyTime(vietnamCalendar, 'police');

const setting = <Value>(value: Value) => ({ value, confidence: 'high' as const, source: 'test' });

/** The value of each rule; what is not given is as for permanent residence. */
export type RuleValues = {
  readonly cutOff?: ClockRules['cutOff']['value'];
  readonly dueTime?: ClockRules['dueTime']['value'];
  readonly supplement?: ClockRules['supplement']['value'];
  readonly whileUnpaid?: ClockRules['whileUnpaid']['value'];
};

const rulesOf = (values: RuleValues = {}): ClockRules => ({
  cutOff: setting(values.cutOff ?? { time: '15:00', effect: 'NONE' }),
  dueTime: setting(values.dueTime ?? 'SAME_TIME'),
  supplement: setting(values.supplement ?? 'PAUSE'),
  whileUnpaid: setting(values.whileUnpaid ?? 'RUN'),
});

export const clockFor = (
  time: AgencyTime,
  limit: TimeLimit,
  values: RuleValues & { receiving?: AgencyTime; clockStart?: ProcedureClock['clockStart'] } = {},
): ProcedureClock => ({
  deciding: time,
  receiving: values.receiving ?? time,
  rules: rulesOf(values),
  clockStart: values.clockStart ?? 'ACCEPTED',
  limit,
});

export const days = (amount: number): TimeLimit => ({ amount, unit: 'WORKING_DAY' });
export const hours = (amount: number): TimeLimit => ({ amount, unit: 'WORKING_HOUR' });
