import { describe, expect, it } from 'vitest';
import { bundledCalendars, type Calendars, calendarsOf } from '../../../functions/calendar/calendars.ts';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { because } from '../../support/dossier-life.ts';
import { kindOf } from '../../support/kind-of.ts';
import { at, deadlineBench, minuteAfter, ruledBy } from './deadline-bench.ts';

/** Calendars that are known up to a day, until somebody deploys the next one. */
const deployable = (lastDay: string) => {
  let known = calendarsOf({ ...vietnamCalendar, version: '2026-11-20', lastDay }, []);
  const calendars: Calendars = {
    get current() {
      return known.current;
    },
    version: (name) => known.version(name),
    continued: (name) => known.continued(name),
  };
  const deploy = (): void => {
    known = calendarsOf(vietnamCalendar, [known.current]);
  };
  return { calendars, deploy };
};

const bench = (lastDay: string) => {
  const { calendars, deploy } = deployable(lastDay);
  const cell = deadlineBench({ calendars, procedures: ruledBy({ least: { amount: 1, unit: 'WORKING_HOUR' } }) });
  return { cell, deploy };
};

describe('an answer whose due time no calendar reaches', () => {
  const answeredAt = '2026-12-01T02:00:00.000Z';
  /** Three working days were waited for. */
  const dueAt = '2026-12-08T02:00:00.000Z';

  const answered = async () => {
    const { cell, deploy } = bench('2026-12-04');
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-11-26T02:00:00.000Z');
    await cell.ask(dossierId, '2026-12-02T02:00:00.000Z');
    cell.clock.set(answeredAt);
    await cell.provide(dossierId);
    return { cell, deploy, dossierId };
  };

  it('is taken, and stops nobody: the sweep says every minute that it cannot go on', async () => {
    const { cell, dossierId } = await answered();
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', dueAt: at.due });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'reckoning', at: answeredAt });
    for (const moment of [minuteAfter(answeredAt), '2026-12-02T02:01:00.000Z', minuteAfter(at.due)])
      expect(await cell.sweepAt(moment)).toMatchObject({
        enacted: 0,
        failed: [{ dossierId, error: expect.stringMatching('OutsideCalendar') }],
      });
    expect(cell.said(dossierId)).toEqual([]);
    expect(cell.ledger.meta(dossierId).state).toBe('processing');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('lets agencies answer until the old due time, and nobody be called late after it', async () => {
    const { cell, dossierId } = await answered();
    expect((await cell.agency('answerTask', 'land', `${dossierId}.1`, { answer: 'POSITIVE' })).body).toMatchObject({ timing: 'BEFORE' });
    cell.clock.set(minuteAfter(at.due));
    const refused = [await cell.agency('answerTask', 'commune', `${dossierId}.2`, { answer: 'POSITIVE' }), await cell.extend(dossierId)];
    expect(refused.map((answer) => [answer.status, kindOf(answer)])).toEqual([
      [503, 'calendar-missing'],
      [503, 'calendar-missing'],
    ]);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('can be asked back meanwhile, and is reckoned by the moment of the answer when that is refused', async () => {
    const { cell, deploy, dossierId } = await answered();
    cell.clock.set('2026-12-01T03:00:00.000Z');
    expect((await cell.citizen('requestWithdrawal', dossierId, { body: {} })).status).toBe(200);
    cell.clock.set('2026-12-02T03:00:00.000Z');
    expect((await cell.staff('decideWithdrawal', { dossierId }, { decision: 'REFUSE', ...because })).status).toBe(200);
    expect(cell.deadline(dossierId)).toEqual({ kind: 'reckoning', at: answeredAt });
    deploy();
    await cell.sweepAt('2026-12-02T03:01:00.000Z');
    expect(cell.ledger.meta(dossierId).dueAt).toBe(dueAt);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('moves the due time as soon as one does, by the days that it adds', async () => {
    const { cell, deploy, dossierId } = await answered();
    await cell.sweepAt('2026-12-02T02:01:00.000Z');
    deploy();
    expect(await cell.sweepAt('2026-12-02T02:02:00.000Z')).toMatchObject({ enacted: 1, failed: [] });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.due-moved',
      data: { from: at.due, dueAt, reason: 'CALENDAR', tasks: [1, 2, 3].map((n) => `${dossierId}.${n}`) },
    });
    expect(cell.ledger.meta(dossierId)).toMatchObject({ dueAt, calendarVersion: '2026-11-20' });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'escalation-70', at: '2026-12-04T01:15:00.000Z' });
    await cell.conclude(dossierId);
    expect(cell.timing(dossierId)).toBe('BEFORE');
  });

  it('has everything told that passed before one did, by the time that it then has', async () => {
    const { cell, deploy, dossierId } = await answered();
    await cell.sweepAt(minuteAfter(answeredAt));
    deploy();
    await cell.sweepAt('2026-12-24T02:00:00.000Z');
    expect(cell.said(dossierId)).toEqual(['due-moved', '70', 'extension-drafted', '90', 'processing']);
    expect(cell.ledger.events(dossierId).at(-1)?.data).toEqual({ deadline: 'processing', dueAt });
    expect(cell.deadline(dossierId)).toBeUndefined();
  });
});

describe('a fee whose payment leads to a due time that no calendar reaches', () => {
  it('is booked, does not lapse, and moves the due time as soon as one does', async () => {
    const { calendars, deploy } = deployable('2026-12-04');
    const rules = { whileUnpaid: 'PAUSE', unpaidLapse: { amount: 5, unit: 'WORKING_DAY' } } as const;
    const cell = deadlineBench({ calendars, procedures: ruledBy(rules) });
    const dossierId = await cell.dossierIn('payment-requested');
    cell.clock.set('2026-11-27T02:00:00.000Z');
    await cell.pay(dossierId);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', amountDue: 0, dueAt: at.due });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'reckoning', at: '2026-11-27T02:00:00.000Z' });
    expect((await cell.sweepAt('2026-12-02T02:01:00.000Z')).failed).toMatchObject([{ dossierId }]);
    expect(cell.ledger.meta(dossierId).state).toBe('processing');
    deploy();
    await cell.sweepAt('2026-12-02T02:02:00.000Z');
    // Three working days were waited for: 23, 25 and 26 November.
    expect(cell.ledger.meta(dossierId).dueAt).toBe('2026-12-08T02:00:00.000Z');
    expect(cell.ledger.events(dossierId).at(-1)?.data).toMatchObject({ reason: 'CALENDAR' });
    expect(cell.faults(dossierId)).toEqual([]);
  });
});

describe('a fee that lapses when no calendar knows the day, because its withdrawal waited', () => {
  it('is set its time as soon as one does', async () => {
    const { calendars, deploy } = deployable('2026-12-04');
    const cell = deadlineBench({ calendars, procedures: ruledBy({ unpaidLapse: { amount: 6, unit: 'WORKING_DAY' } }) });
    const dossierId = await cell.dossierIn('payment-requested');
    await cell.sweepAt(minuteAfter(at.apology));
    cell.clock.set('2026-12-01T10:00:00.000Z');
    await cell.citizen('requestWithdrawal', dossierId, { body: {} });
    await cell.sweepAt(minuteAfter(at.due));
    // It would have lapsed on Wednesday, 09:00; with 65 hours of waiting that is Saturday, 02:00, and goes on to Monday.
    cell.clock.set('2026-12-04T03:00:00.000Z');
    await cell.staff('decideWithdrawal', { dossierId }, { decision: 'REFUSE', ...because });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'reckoning', at: '2026-12-04T03:00:00.000Z' });
    expect((await cell.sweepAt('2026-12-04T03:01:00.000Z')).failed).toMatchObject([{ dossierId }]);
    deploy();
    const lapsesAt = '2026-12-07T00:30:00.000Z';
    expect(await cell.sweepAt('2026-12-04T03:02:00.000Z')).toMatchObject({ enacted: 1, failed: [] });
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.deadline-set',
      data: { deadline: 'payment', dueAt: lapsesAt },
    });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'payment', at: lapsesAt });
    await cell.sweepAt(minuteAfter(lapsesAt));
    expect(cell.ledger.meta(dossierId).state).toBe('stopped');
    expect(cell.faults(dossierId)).toEqual([]);
  });
});

describe('an answer at the intake, whose hours no calendar reaches', () => {
  const answeredAt = '2026-11-25T08:00:00.000Z';

  const answered = async () => {
    const { cell, deploy } = bench('2026-11-25');
    const dossierId = await cell.dossierIn('new');
    await cell.ask(dossierId, '2026-11-25T10:00:00.000Z');
    cell.clock.set(answeredAt);
    await cell.provide(dossierId);
    return { cell, deploy, dossierId };
  };

  it('is taken, stands first in the inbox, and is set its time as soon as one does', async () => {
    const { cell, deploy, dossierId } = await answered();
    expect(cell.ledger.meta(dossierId)).toMatchObject({
      ...{ state: 'supplement-requested', supplement: { provided: answeredAt } },
      deadline: { kind: 'reckoning', at: answeredAt },
    });
    expect(await cell.inbox()).toEqual([dossierId]);
    expect((await cell.sweepAt('2026-11-25T10:01:00.000Z')).failed).toMatchObject([{ dossierId }]);
    expect(cell.faults(dossierId)).toEqual([]);

    deploy();
    await cell.sweepAt('2026-11-25T10:02:00.000Z');
    // Eight hours of work from Wednesday at 15:00: two of them that day, and of Thursday all but an hour and a half.
    const dueAt = '2026-11-26T08:30:00.000Z';
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({ type: 'dossier.deadline-set', data: { deadline: 'intake', dueAt } });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'intake', at: dueAt });
    expect(await cell.inbox()).toEqual([dossierId]);
    expect(cell.faults(dossierId)).toEqual([]);
    expect((await cell.staff('acceptDossier', { dossierId }, {})).status).toBe(200);
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted')?.data).toMatchObject({ timing: 'BEFORE' });
  });

  it('is refused without a word on whether that was in time', async () => {
    const { cell, dossierId } = await answered();
    expect((await cell.staff('refuseDossier', { dossierId }, because)).status).toBe(200);
    expect(cell.ledger.events(dossierId).at(-1)?.data).not.toHaveProperty('timing');
    expect(cell.deadline(dossierId)).toBeUndefined();
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('keeps what is to be set while a request to withdraw waits', async () => {
    const { cell, dossierId } = await answered();
    await cell.citizen('requestWithdrawal', dossierId, { body: {} });
    await cell.staff('decideWithdrawal', { dossierId }, { decision: 'REFUSE', ...because });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'reckoning', at: answeredAt });
    expect(await cell.inbox()).toContain(dossierId);
    expect(cell.faults(dossierId)).toEqual([]);
  });
});

describe('a dossier under a calendar that a newer one goes on from', () => {
  it('is reckoned on by it, while the days of its own stay', async () => {
    const { cell, deploy } = bench('2026-12-04');
    const dossierId = await cell.dossierIn('processing');
    cell.clock.set('2026-11-26T02:00:00.000Z');
    await cell.ask(dossierId, '2026-12-02T02:00:00.000Z');
    deploy();
    cell.clock.set('2026-12-01T02:00:00.000Z');
    await cell.provide(dossierId);
    expect(cell.ledger.meta(dossierId)).toMatchObject({ dueAt: '2026-12-08T02:00:00.000Z', calendarVersion: '2026-11-20' });
    expect(bundledCalendars.continued(bundledCalendars.current.version)).toEqual(bundledCalendars.current);
  });
});
