import { describe, expect, it } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { bundledProcedures, type Procedures, proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { createHandler } from '../../../functions/procedure/read-appointment.handler.ts';
import { fixedClock, recordedLog } from '../../support/fixed.ts';
import { callHttp, httpEvent } from '../../support/http-event.ts';
import { kindOf } from '../../support/kind-of.ts';

const bench = (procedures: Procedures = bundledProcedures) => {
  const deps = { clock: fixedClock('2026-11-22T02:00:00.000Z'), log: recordedLog(), claimNames: defaultClaimNames };
  const handler = createHandler({ ...deps, procedures, calendars: bundledCalendars });
  return (query: Record<string, string>, procedure = 'permanent-residence') =>
    callHttp(handler, httpEvent('readAppointment', { path: { procedure }, query }));
};
const read = bench();

/** A catalogue in which permanent residence differs in these settings. */
const withSettings = (settings: object): Procedures => proceduresOf([{ ...permanentResidence, ...settings }]);
const limited = (amount: number, unit: string) => ({ timeLimit: { ...permanentResidence.timeLimit, value: { amount, unit } } });
const cutOff = (effect: string) => ({
  clock: { ...permanentResidence.clock, cutOff: { ...permanentResidence.clock.cutOff, value: { time: '15:00', effect } } },
});

describe('an appointment', () => {
  it('answers the due time with each step of the reasoning', async () => {
    const { status, body } = await read({ acceptedAt: '2026-11-20T16:00:00+07:00' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ procedure: 'permanent-residence', procedureVersion: '2026-07-01', decidingAgency: 'police', receivingAgency: 'police' },
      calendar: { version: '2026-11-23', firstDay: '2025-01-01', lastDay: '2027-12-31' },
      timeLimit: { value: { amount: 7, unit: 'WORKING_DAY' }, confidence: 'medium', source: 'S2' },
      ...{ clockStart: 'ACCEPTED', acceptedAt: '2026-11-20T09:00:00.000Z', startsAt: '2026-11-20T09:00:00.000Z' },
      ...{ dueAt: '2026-12-02T09:00:00.000Z', provisional: true },
    });
    const steps = body['steps'] as { step: string; day: string; rule: string; source: string }[];
    expect(steps.map(({ step, day, rule }) => `${step} ${day.slice(5)} ${rule}`)).toEqual([
      'RECEIVED 11-20 IN_RECEPTION_HOURS',
      'STARTED 11-20 FIRST_DAY_NOT_COUNTED',
      'SKIPPED 11-21 WEEKLY_DAY_OFF',
      'SKIPPED 11-22 WEEKLY_DAY_OFF',
      'COUNTED 11-23 WORKING_DAY',
      'SKIPPED 11-24 HOLIDAY',
      'COUNTED 11-25 WORKING_DAY',
      'COUNTED 11-26 WORKING_DAY',
      'COUNTED 11-27 WORKING_DAY',
      'SKIPPED 11-28 WEEKLY_DAY_OFF',
      'SKIPPED 11-29 WEEKLY_DAY_OFF',
      'COUNTED 11-30 WORKING_DAY',
      'COUNTED 12-01 WORKING_DAY',
      'COUNTED 12-02 WORKING_DAY',
      'ENDED 12-02 SAME_TIME_OF_DAY',
    ]);
    for (const { source } of steps) expect(source).not.toBe('');
  });

  it('is not provisional where every day is decided', async () => {
    expect((await read({ acceptedAt: '2026-12-07T09:00:00+07:00' })).body).toMatchObject({ provisional: false });
  });

  it('is the one that the receipt shows, by the calendar of the acceptance where that is an older one', async () => {
    const acceptedAt = '2026-11-23T02:00:00Z';
    expect((await read({ acceptedAt })).body['dueAt']).toBe('2026-12-03T02:00:00.000Z');
    expect((await read({ acceptedAt, calendar: '2026-11-22' })).body['dueAt']).toBe('2026-12-02T02:00:00.000Z');
  });

  it('depends on the counter at which the dossier comes in', async () => {
    const acceptedAt = '2026-11-28T09:00:00+07:00';
    expect((await read({ acceptedAt })).body['dueAt']).toBe('2026-12-08T02:00:00.000Z');
    expect((await read({ acceptedAt, agency: 'commune' })).body).toMatchObject({
      ...{ decidingAgency: 'police', receivingAgency: 'commune', startsAt: '2026-11-30T00:30:00.000Z' },
      dueAt: '2026-12-09T00:30:00.000Z',
    });
  });

  it.each([
    ['hours of work', limited(8, 'WORKING_HOUR'), '2026-11-18T09:00:00+07:00', '2026-11-19T02:30:00.000Z'],
    ['the same working day', limited(0, 'WORKING_DAY'), '2026-11-18T15:01:00+07:00', '2026-11-18T10:00:00.000Z'],
    ['working days', limited(3, 'WORKING_DAY'), '2026-08-20T09:00:00+07:00', '2026-08-24T02:00:00.000Z'],
    ['days of the year', limited(10, 'DAY'), '2026-02-06T09:00:00+07:00', '2026-02-23T10:00:00.000Z'],
    ['months', limited(1, 'MONTH'), '2026-01-30T09:00:00+07:00', '2026-03-02T10:00:00.000Z'],
    [
      'the same day after the cut-off',
      { ...limited(0, 'WORKING_DAY'), ...cutOff('SAME_DAY_BECOMES_NEXT') },
      '2026-11-18T15:01:00+07:00',
      '2026-11-19T10:00:00.000Z',
    ],
    [
      'working days after the cut-off',
      { ...limited(3, 'WORKING_DAY'), ...cutOff('START_NEXT_DAY') },
      '2026-11-16T15:01:00+07:00',
      '2026-11-20T00:30:00.000Z',
    ],
  ])('is reckoned in %s', async (_kind, settings, acceptedAt, dueAt) => {
    const { status, body } = await bench(withSettings(settings))({ acceptedAt });
    expect([status, body['dueAt']]).toEqual([200, dueAt]);
  });

  it('waits for the payment that starts the clock', async () => {
    const [procedure] = bundledProcedures.all();
    if (!procedure) throw new Error('the catalogue is not empty');
    const paid = bench({ ...bundledProcedures, current: () => ({ ...procedure, clockStart: 'FEE_PAID' }) });
    const unpaid = await paid({ acceptedAt: '2026-12-07T09:00:00+07:00' });
    expect([unpaid.status, kindOf(unpaid), unpaid.body['errors']]).toEqual([
      ...[400, 'request-invalid'],
      [{ pointer: '/query/paidAt', detail: 'is needed: the clock of permanent-residence starts when the fee is paid' }],
    ]);
    expect((await paid({ acceptedAt: '2026-12-07T09:00:00+07:00', paidAt: '2026-12-08T10:00:00+07:00' })).body).toMatchObject({
      ...{ startsAt: '2026-12-08T03:00:00.000Z', dueAt: '2026-12-17T03:00:00.000Z', paidAt: '2026-12-08T03:00:00.000Z' },
    });
  });
});

describe('no appointment', () => {
  it.each([
    ['2024-12-31T16:59:59Z', '2024-12-31'],
    ['2024-12-31T09:00:00+07:00', '2024-12-31'],
    ['2027-12-30T09:00:00+07:00', '2028-01-01'],
    ['9999-12-31T23:59:59-12:00', '+010000-01'],
    ['0001-01-01T00:00:00Z', '0001-01-01'],
  ])('is guessed outside the calendar: accepted %s', async (acceptedAt, date) => {
    const answer = await read({ acceptedAt });
    expect([answer.status, kindOf(answer)]).toEqual([422, 'outside-calendar']);
    expect(answer.body).toMatchObject({
      ...{ date, calendar: { version: '2026-11-23', firstDay: '2025-01-01', lastDay: '2027-12-31' } },
      detail: `${date} lies outside the calendar 2026-11-23, which covers 2025-01-01 to 2027-12-31.`,
    });
  });

  it('exists while the time limit is not known, and the procedure is named', async () => {
    const timeLimit = { value: null, confidence: 'unknown', source: 'not found' };
    const answer = await bench(withSettings({ timeLimit }))({ acceptedAt: '2026-12-07T09:00:00+07:00' });
    expect([answer.status, kindOf(answer), answer.body['procedure']]).toEqual([409, 'time-limit-unknown', 'permanent-residence']);
    expect(answer.body['detail']).toContain('permanent-residence');
  });

  it.each(['divorce', 'constructor', '__proto__'])('exists for a procedure that does not: %s', async (procedure) => {
    const answer = await read({ acceptedAt: '2026-12-07T09:00:00+07:00' }, procedure);
    expect([answer.status, kindOf(answer)]).toEqual([404, 'procedure-not-found']);
  });

  it.each([
    ['no moment', {}, '/query/acceptedAt'],
    ['a moment without an offset', { acceptedAt: '2026-11-23T09:00:00' }, '/query/acceptedAt'],
    ['a plus that arrived as a space', { acceptedAt: '2026-11-23T09:00:00 07:00' }, '/query/acceptedAt'],
    ['a day alone', { acceptedAt: '2026-11-23' }, '/query/acceptedAt'],
    ['a day that is none', { acceptedAt: '2026-02-30T09:00:00+07:00' }, '/query/acceptedAt'],
    ['a payment without an offset', { acceptedAt: '2026-11-23T09:00:00Z', paidAt: '2026-11-23T09:00:00' }, '/query/paidAt'],
    ['an agency that nobody knows', { acceptedAt: '2026-11-23T09:00:00Z', agency: 'customs' }, '/query/agency'],
    ['a calendar that there is not', { acceptedAt: '2026-11-23T09:00:00Z', calendar: '2020-01-01' }, '/query/calendar'],
  ])('is reckoned from %s', async (_what, query, pointer) => {
    const answer = await read(query);
    expect([answer.status, kindOf(answer)]).toEqual([400, 'request-invalid']);
    expect(answer.body['errors']).toMatchObject([{ pointer }]);
  });
});
