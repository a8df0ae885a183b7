import { describe, expect, it } from 'vitest';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { type ClockEvent, dossierClock, ended } from '../../../functions/deadline/dossier-clock.ts';
import { dossierTiming } from '../../../functions/deadline/dossier-timing.ts';
import { nextDeadline } from '../../../functions/deadline/next-deadline.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { at, ruledBy } from './deadline-bench.ts';

const procedures = ruledBy({ unpaidLapse: { amount: 3, unit: 'WORKING_DAY' } });
const procedure = procedures.all()[0];
if (!procedure) throw new Error('there is a procedure');
const acceptedAt = '2026-11-23T02:00:00.000Z';

const clockWith = (events: readonly ClockEvent[] = []) =>
  dossierClock({ acceptedAt, agency: 'police', dossierId: 'D' }, procedure, vietnamCalendar, events);
const metaIn = async (more: Partial<Meta>) => ({ ...(await unpaidMeta()), deadline: undefined, previous: undefined, ...more });
const next = async (more: Partial<Meta>, now: string, events: readonly ClockEvent[] = []) =>
  (await nextDeadline({ meta: await metaIn(more), clock: clockWith(events) }, { at: new Date(now) }))?.kind;
const supplement = { n: 1, stage: 'appraisal', answerBy: '2026-12-02T02:00:00.000Z' } as const;
const asked: ClockEvent = { kind: 'SUPPLEMENT', from: new Date('2026-11-25T02:00:00.000Z') };

describe('what happens next by itself', () => {
  it.each<[string, Partial<Meta>, string | undefined]>([
    ['in 4', { state: 'processing' }, 'escalation-70'],
    ['in 2', { state: 'accepted' }, 'escalation-70'],
    ['asked back from 4', { state: 'withdrawal-requested', withdrawnFrom: 'processing' }, 'escalation-70'],
    ['asked back from 5', { state: 'withdrawal-requested', withdrawnFrom: 'supplement-requested', supplement }, undefined],
    ['in 6 after the result', { state: 'payment-requested', previous: 'processed' }, undefined],
    ['in 1, whose time the submission set', { state: 'new', deadline: { kind: 'intake', at: acceptedAt } }, 'intake'],
    ['in 1 when that has passed', { state: 'new' }, undefined],
    [
      'in 5 after the answer to an intake supplement',
      {
        state: 'supplement-requested',
        previous: 'new',
        supplement: { ...supplement, stage: 'intake', provided: acceptedAt },
        deadline: { kind: 'intake', at: acceptedAt },
      },
      'intake',
    ],
  ])('%s', async (_name, more, expected) => {
    expect(await next(more, '2026-11-24T02:00:00.000Z')).toBe(expected);
  });

  it('is the applicant’s time in 5, and the fee’s in 6 while nothing comes before it', async () => {
    expect(await next({ state: 'supplement-requested', supplement }, '2026-11-25T02:00:00.000Z', [asked])).toBe('supplement');
    const fee: ClockEvent = { kind: 'FEE', from: new Date(acceptedAt) };
    expect(await next({ state: 'payment-requested', previous: 'accepted' }, acceptedAt, [fee])).toBe('payment');
    expect(await next({ state: 'processing' }, acceptedAt, ended([fee], 'FEE', new Date('2026-11-25T02:00:00.000Z')))).toBe(
      'escalation-70',
    );
  });

  it.each([
    [at.percent70, 'apology'],
    [at.apology, 'escalation-90'],
    [at.percent90, 'processing'],
    [at.due, undefined],
  ])('after %s, with the apology drafted in its time', async (moment, expected) => {
    expect(await next({ state: 'processing', ...(moment !== at.percent70 && { apology: 'DRAFTED' }) }, moment)).toBe(expected);
  });

  it.each([at.apology, at.percent90, at.due])('is the apology after %s, where it was never drafted', async (moment) => {
    expect(await next({ state: 'processing' }, moment)).toBe('apology');
  });

  it('is no apology while the owner asks the dossier back', async () => {
    expect(await next({ state: 'withdrawal-requested', withdrawnFrom: 'processing' }, at.percent70)).toBe('escalation-90');
  });

  it('has no second apology, and none once a clerk has only to number it', async () => {
    for (const more of [{ apology: 'DRAFTED' }, { extension: 'IN_TIME' }, { awaiting: 'NUMBER' }] as const)
      expect(await next({ state: 'processing', ...more }, at.percent70)).toBe('escalation-90');
  });

  it('keeps first what was reached and not told yet, whatever the step does', async () => {
    const deadline = { kind: 'escalation-90', at: at.percent90 } as const;
    expect(await next({ state: 'processing', deadline }, at.due)).toBe('escalation-90');
    expect(
      await next({ state: 'supplement-requested', supplement, deadline }, at.percent90, [{ ...asked, from: new Date(at.percent90) }]),
    ).toBe('escalation-90');
  });

  it('forgets it where the due time has moved and it is still to come', async () => {
    const deadline = { kind: 'escalation-70', at: at.percent70 } as const;
    const meta = await metaIn({ state: 'processing', deadline });
    const clock = clockWith(ended([asked], 'SUPPLEMENT', new Date('2026-11-27T02:00:00.000Z')));
    expect(nextDeadline({ meta, clock }, { at: new Date('2026-12-01T02:00:00.000Z') })).toEqual({
      kind: 'escalation-70',
      at: '2026-12-03T01:15:00.000Z',
    });
  });
});

describe('a clock without an acceptance', () => {
  it('has not started', () => {
    expect(dossierClock({ agency: 'police', dossierId: 'D' }, procedure, vietnamCalendar, [])).toEqual({ kind: 'not-started' });
  });
});

describe('the timing of a dossier at its conclusion', () => {
  it.each([
    [{ dueAt: at.due }, '2026-12-03T01:59:59.999Z', 'BEFORE'],
    [{ dueAt: at.due }, '2026-12-03T02:00:59.999Z', 'ON'],
    [{ dueAt: at.due }, '2026-12-03T02:01:00.000Z', 'AFTER'],
    [{ dueAt: at.due, extension: 'IN_TIME' }, '2026-12-03T01:00:00.000Z', 'BEFORE'],
    [{ dueAt: at.due, extension: 'LATE' }, '2026-12-03T01:00:00.000Z', 'AFTER'],
  ] as const)('%o at %s is %s', (meta, moment, expected) => {
    expect(dossierTiming({ dueAt: meta.dueAt, extension: 'extension' in meta ? meta.extension : undefined }, new Date(moment))).toBe(
      expected,
    );
  });
});
