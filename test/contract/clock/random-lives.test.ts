import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import { dueByMinutes, instantOf, minuteAt, tapeOf } from '../../support/minute-by-minute.ts';
import { local, shown } from './appointment-bench.ts';
import { ownLife } from './life-bench.ts';

/*
 * Lives drawn at random and lived through the routes: accepted, paid, asked to be completed and completed, asked to be withdrawn and
 * kept, with a downtime that is certified some time after its end, and a sweep after each of these or none. In the end their owner reads the very minute that a walk
 * over every minute of the calendar finds (test/support/minute-by-minute.ts, which knows nothing of dossiers).
 */
const LIVES = 150;
const SEED = 20_261_122;
const HOUR = 60;
const DAY = 24 * HOUR;
const ANSWER_BY = '2027-11-30 16:00';

const { current } = bundledCalendars;
const tapes = Object.fromEntries(Object.entries(current.hours).map(([agency, hours]) => [agency, tapeOf(current, hours)]));
const tapeOfAgency = (agency: string) => {
  const tape = tapes[agency];
  if (!tape) throw new Error(`no hours of ${agency}`);
  return tape;
};
const tape = tapeOfAgency('police');
const minuteOfText = (text: string): number => minuteAt(tape, new Date(local(text)));
const textOf = (minute: number): string => shown(instantOf(tape, minute).toISOString());

const limit = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constant('WORKING_HOUR' as const)),
  fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constant('WORKING_DAY' as const)),
  fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constant('DAY' as const)),
  fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constant('MONTH' as const)),
);

const drawn = fc.record({
  limit,
  agency: fc.constantFrom('police' as const, 'commune' as const),
  cutOff: fc.record({
    time: fc.constantFrom('09:00', '15:00'),
    effect: fc.constantFrom('NONE' as const, 'SAME_DAY_BECOMES_NEXT' as const, 'START_NEXT_DAY' as const),
  }),
  dueTime: fc.constantFrom('SAME_TIME' as const, 'CLOSE_OF_BUSINESS' as const),
  clockStart: fc.constantFrom('ACCEPTED' as const, 'FEE_PAID' as const),
  whileUnpaid: fc.constantFrom('PAUSE' as const, 'RUN' as const),
  fee: fc.constantFrom(0, 10_000),
  // From the day before Culture Day to the weeks of the Lunar New Year.
  acceptedAt: fc.integer({ min: minuteOfText('2026-11-23 06:00'), max: minuteOfText('2027-02-20 20:00') }),
  paidAfter: fc.integer({ min: 1, max: 3 * DAY }),
  asked: fc.option(fc.record({ after: fc.integer({ min: 1, max: 9 * DAY }), minutes: fc.integer({ min: 1, max: 9 * DAY }) }), {
    nil: undefined,
  }),
  downtime: fc.option(
    fc.record({
      after: fc.integer({ min: -DAY, max: 12 * DAY }),
      minutes: fc.integer({ min: 1, max: 3 * DAY }),
      certifiedAfter: fc.integer({ min: 1, max: 6 * DAY }),
    }),
    { nil: undefined },
  ),
  /** A request to withdraw moves no clock. */
  withdrawn: fc.option(fc.record({ after: fc.integer({ min: 1, max: 5 * DAY }), minutes: fc.integer({ min: 1, max: 5 * DAY }) }), {
    nil: undefined,
  }),
  sweeps: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer One> ? One : never;

const momentsOf = ({ acceptedAt, fee, paidAfter, asked, downtime }: Drawn) => {
  const paidAt = fee > 0 ? acceptedAt + paidAfter : undefined;
  const askedAt = asked && (paidAt ?? acceptedAt) + asked.after;
  return {
    paidAt,
    supplement: asked && askedAt !== undefined ? { from: askedAt, to: askedAt + asked.minutes } : undefined,
    downtime: downtime && { from: acceptedAt + downtime.after, to: acceptedAt + downtime.after + downtime.minutes },
  };
};

/** What the walk over every minute finds. */
const walked = (one: Drawn): number => {
  const { paidAt, supplement, downtime } = momentsOf(one);
  const { agency, cutOff, dueTime, clockStart, whileUnpaid, acceptedAt } = one;
  const waits = paidAt !== undefined && clockStart === 'FEE_PAID';
  const fee = paidAt !== undefined && !waits && whileUnpaid === 'PAUSE' ? [{ from: acceptedAt, to: paidAt }] : [];
  const [amount, unit] = one.limit;
  const agencyTape = tapeOfAgency(agency);
  return dueByMinutes({
    ...{ deciding: agencyTape, receiving: agencyTape, outside: 'NEXT_WORKING_DAY', cutOff, closesWith: dueTime },
    ...{ limit: { amount, unit }, acceptedAt: waits ? paidAt : acceptedAt },
    pauses: [...fee, ...(supplement ? [supplement] : []), ...(downtime ? [downtime] : [])],
  });
};

/** The same life through the routes. */
const lived = async (one: Drawn) => {
  const { acceptedAt, downtime: drawnDowntime, withdrawn, sweeps, ...rules } = one;
  const { paidAt, supplement, downtime } = momentsOf(one);
  const life = ownLife(rules);
  const dossierId = await life.accepted(textOf(acceptedAt));
  const steps: { at: number; act: (at: string) => Promise<unknown> }[] = [];
  if (paidAt !== undefined) steps.push({ at: paidAt, act: (at) => life.payAt(dossierId, at) });
  if (supplement) {
    steps.push({ at: supplement.from, act: (at) => life.askAt(dossierId, at, ANSWER_BY) });
    steps.push({ at: supplement.to, act: (at) => life.provideAt(dossierId, at) });
  }
  if (downtime && drawnDowntime)
    steps.push({
      at: downtime.to + drawnDowntime.certifiedAfter,
      act: (at) => life.certify([textOf(downtime.from), textOf(downtime.to)], at),
    });
  if (withdrawn) {
    const from = (supplement?.to ?? paidAt ?? acceptedAt) + withdrawn.after;
    steps.push({ at: from, act: (at) => life.withdrawAt(dossierId, at) });
    steps.push({ at: from + withdrawn.minutes, act: (at) => life.keepAt(dossierId, at) });
  }
  for (const { at, act } of steps.toSorted((a, b) => a.at - b.at)) {
    await act(textOf(at));
    if (sweeps) await life.sweep();
  }
  await life.finishAt(dossierId, textOf(acceptedAt + 150 * DAY));
  const { dueAt, state } = await life.own(dossierId);
  return { due: minuteAt(tape, new Date(String(dueAt))), state, faults: life.faults(dossierId) };
};

describe('the due time of a whole life', () => {
  it(`is what a walk over every minute finds, of ${LIVES} lives`, { timeout: 120_000 }, async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(drawn, async (one) => {
        const expected = walked(one);
        expect(await lived(one)).toEqual({ due: expected, state: 'processed', faults: [] });
        seen.add(expected);
      }),
      { numRuns: LIVES, seed: SEED },
    );
    expect(seen.size).toBeGreaterThan(LIVES / 2);
  });
});
