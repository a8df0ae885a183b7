import { describe, expect, it } from 'vitest';
import type { AgencyHours } from '../../../functions/calendar/agency-hours.ts';
import { calendarsOf } from '../../../functions/calendar/calendars.ts';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { createHandler } from '../../../functions/procedure/read-appointment.handler.ts';
import { fixedClock, recordedLog } from '../../support/fixed.ts';
import { httpEvent } from '../../support/http-event.ts';
import { faultsOfAnswer } from '../described-answer.ts';
import { local, shown } from './appointment-bench.ts';
import { OWN, type OwnRules, ownProcedure } from './own-procedure.ts';

/*
 * Hours are each agency's own (domain notes, rules.md 1.5, README 8), and so are the three things that they say: when it works, when it
 * takes dossiers in, and which days it counts. The shipped calendar has the typical hours only, so these are made up.
 */
const madeUp = <Value>(value: Value) => ({ value, confidence: 'low' as const, source: 'made up' });
const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI'] as const;
const span = (from: string, to: string) => ({ from, to });

const plain: AgencyHours = {
  countingDays: madeUp([...weekdays]),
  office: madeUp([span('07:00', '11:30'), span('13:30', '17:00')]),
  reception: madeUp({ workingDays: [span('08:00', '11:00'), span('14:00', '16:00')], otherDays: {} }),
  outsideReception: madeUp('NEXT_WORKING_DAY'),
};
const saturdays = { workingDays: plain.reception.value.workingDays, otherDays: { SAT: [span('08:00', '10:00')] } };

/** Asks for the appointment where the police have these hours. */
const due = async (hours: Partial<AgencyHours>, limit: NonNullable<OwnRules['limit']>, acceptedAt: string): Promise<string> => {
  const calendar = { ...vietnamCalendar, hours: { ...vietnamCalendar.hours, police: { ...plain, ...hours } } };
  const deps = { clock: fixedClock('2026-11-22T02:00:00.000Z'), log: recordedLog(), claimNames: defaultClaimNames };
  const handler = createHandler({ ...deps, procedures: ownProcedure({ limit }), calendars: calendarsOf(calendar, []) });
  const event = httpEvent('readAppointment', { path: { procedure: OWN }, query: { acceptedAt: local(acceptedAt) } });
  const { statusCode: status, headers, body } = await handler(event, {} as never);
  expect(faultsOfAnswer('readAppointment', { status, contentType: headers['content-type'] ?? '', body })).toEqual([]);
  expect(status).toBe(200);
  return shown(JSON.parse(body)['dueAt']);
};

describe('the office hours of an agency', () => {
  it.each([
    ['are what a limit of hours counts', [5, 'WORKING_HOUR'], '2026-11-16 09:00', '2026-11-16 16:00'],
    ['end with its own close of business', [0, 'WORKING_DAY'], '2026-11-16 09:00', '2026-11-16 17:00'],
  ] as const)('%s', async (_why, limit, acceptedAt, expected) => {
    expect(await due({}, limit, acceptedAt)).toBe(expected);
  });

  it('may be a single span, which ends when it ends', async () => {
    const office = madeUp([span('08:00', '16:30')]);
    expect(await due({ office }, [8, 'WORKING_HOUR'], '2026-11-16 09:00')).toBe('2026-11-17 08:30');
    expect(await due({ office }, [0, 'WORKING_DAY'], '2026-11-16 09:00')).toBe('2026-11-16 16:30');
  });

  it('end a limit of days that began later in the day, at the counter', async () => {
    const reception = madeUp({ workingDays: [span('08:00', '20:00')], otherDays: {} });
    expect(await due({ reception }, [1, 'WORKING_DAY'], '2026-11-16 19:00')).toBe('2026-11-17 17:00');
  });
});

describe('the reception hours of an agency', () => {
  it.each([
    ['begin after its office hours', '2026-11-16 07:30', '2026-11-17 08:00'],
    ['pause at noon', '2026-11-16 11:15', '2026-11-17 14:00'],
    ['end before them', '2026-11-16 16:30', '2026-11-18 08:00'],
    ['hold to the minute', '2026-11-16 15:59', '2026-11-17 15:59'],
  ])('%s', async (_why, acceptedAt, expected) => {
    expect(await due({}, [1, 'WORKING_DAY'], acceptedAt)).toBe(expected);
  });
});

describe('what comes outside reception', () => {
  const nextReception = { reception: madeUp(saturdays), outsideReception: madeUp('NEXT_RECEPTION' as const) };
  const nextWorkingDay = { ...nextReception, outsideReception: madeUp('NEXT_WORKING_DAY' as const) };

  it.each([
    ['on a Friday evening', '2026-11-13 18:00', '2026-11-16 08:00', '2026-11-17 08:00'],
    ['on a Saturday before it', '2026-11-14 06:00', '2026-11-16 08:00', '2026-11-17 08:00'],
    ['on a Saturday after it', '2026-11-14 10:00', '2026-11-17 08:00', '2026-11-17 08:00'],
    ['in an evening of the week', '2026-11-16 18:00', '2026-11-18 08:00', '2026-11-18 08:00'],
  ])('%s counts from the next reception, or from the next working day, as the rule says', async (_when, acceptedAt, eager, plainly) => {
    expect(await due(nextReception, [1, 'WORKING_DAY'], acceptedAt)).toBe(eager);
    expect(await due(nextWorkingDay, [1, 'WORKING_DAY'], acceptedAt)).toBe(plainly);
  });
});

describe('the counting days of an agency', () => {
  it('may hold the Saturday, and then it is worked like any other', async () => {
    const countingDays = madeUp([...weekdays, 'SAT' as const]);
    expect(await due({ countingDays }, [1, 'WORKING_DAY'], '2026-11-13 09:00')).toBe('2026-11-14 09:00');
    expect(await due({ countingDays }, [6, 'WORKING_HOUR'], '2026-11-13 14:00')).toBe('2026-11-14 10:00');
  });

  it('are the five of the week without it, however it receives', async () => {
    expect(await due({ reception: madeUp(saturdays) }, [1, 'WORKING_DAY'], '2026-11-13 09:00')).toBe('2026-11-16 09:00');
  });
});
