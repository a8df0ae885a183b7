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
const TOLD_LIVES = 40;
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

/** Minutes between two sweeps of the lives below. */
const SWEEP = 6 * HOUR;

/** Sweeps on until `days` after the acceptance, with each step at its own time in between. */
const livedOn = async (
  life: ReturnType<typeof ownLife>,
  acceptedAt: number,
  days: number,
  steps: readonly { readonly at: number; readonly act: (at: string) => Promise<unknown> }[],
) => {
  const inOrder = steps.toSorted((a, b) => a.at - b.at);
  let next = 0;
  for (let minute = acceptedAt + 1; minute < acceptedAt + days * DAY; minute += SWEEP) {
    for (; (inOrder[next]?.at ?? Infinity) < minute; next += 1) await inOrder[next]?.act(textOf(inOrder[next]?.at ?? 0));
    life.at(textOf(minute));
    expect((await life.sweep()).failed).toEqual([]);
  }
  expect(next).toBe(steps.length);
};

/** The due time of which it was told last that it has passed, and how long after it. */
const toldOf = (life: ReturnType<typeof ownLife>, dossierId: string) => {
  const events = life.ledger.events(dossierId);
  const passed = events.findLast(({ type, data }) => type === 'dossier.deadline-passed' && data['deadline'] === 'processing');
  const due = minuteAt(tape, new Date(String(passed?.data['dueAt'])));
  return { due, after: minuteAt(tape, new Date(passed?.at ?? '')) - due };
};

const plain = {
  ...({ deciding: tape, receiving: tape, outside: 'NEXT_WORKING_DAY', closesWith: 'SAME_TIME' } as const),
  cutOff: { time: '15:00', effect: 'NONE' } as const,
  pauses: [],
};
const workingDays = (amount: number) => ({ amount, unit: 'WORKING_DAY' }) as const;
/** Worked minutes of the weeks before and after which nothing is off but the weekly days. */
const worked = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 8 * HOUR, max: 11 * HOUR }))
  .map(([day, minute]) => minuteOfText('2026-11-30 00:00') + day * DAY + minute)
  .filter((minute) => tape.office[minute] === 1);

describe('what passes is told of the due time that holds', () => {
  const corrected = fc.record({
    amount: fc.integer({ min: 2, max: 7 }),
    acceptedAt: worked,
    after: fc.integer({ min: 0, max: 4 * DAY }),
    minutes: fc.integer({ min: 2, max: 3 * DAY }),
    certifiedAfter: fc.integer({ min: 1, max: 3 * DAY }),
    correctedAfter: fc.integer({ min: 1, max: 6 * DAY }),
    /** Percent of it that is left; undefined: it is withdrawn. */
    left: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  });

  it(`whatever is certified, corrected and withdrawn, in ${TOLD_LIVES} lives`, { timeout: 120_000 }, async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(corrected, async ({ amount, acceptedAt, after, minutes, left, ...later }) => {
        const from = acceptedAt + after;
        const to = from + minutes;
        const shorter = left === undefined ? undefined : from + Math.max(1, Math.floor((minutes * left) / 100));
        const dueWith = (end: number | undefined) =>
          dueByMinutes({ ...plain, limit: workingDays(amount), acceptedAt, pauses: end === undefined ? [] : [{ from, to: end }] });
        const life = ownLife({ limit: [amount, 'WORKING_DAY'] });
        const dossierId = await life.accepted(textOf(acceptedAt));
        let id = '';
        const certify = async (at: string) => {
          id = await life.certify([textOf(from), textOf(to)], at);
        };
        const correct = (at: string) =>
          life.certify(shorter === undefined ? undefined : [textOf(from), textOf(shorter)], at, { id, to: local(textOf(to)) });
        await livedOn(life, acceptedAt, 30, [
          { at: to + later.certifiedAfter, act: certify },
          { at: to + later.certifiedAfter + later.correctedAfter, act: correct },
        ]);
        const due = minuteAt(tape, new Date(String((await life.own(dossierId)).dueAt)));
        // Nobody looked while it counted, or somebody did, before or after its correction.
        expect([dueWith(undefined), dueWith(shorter), dueWith(to)]).toContain(due);
        const told = toldOf(life, dossierId);
        expect([told.due, told.after > 0 && told.after <= SWEEP]).toEqual([due, true]);
        if (due > dueWith(shorter)) kept += 1;
      }),
      { numRuns: TOLD_LIVES, seed: SEED },
    );
    expect(kept).toBeGreaterThan(0);
  });

  const extended = fc.record({
    amount: fc.integer({ min: 3, max: 6 }),
    more: fc.integer({ min: 1, max: 3 }),
    acceptedAt: worked,
    extendedAfter: fc.integer({ min: 1, max: DAY }),
    askedAfter: fc.integer({ min: 1, max: DAY }),
    minutes: fc.integer({ min: 1, max: 5 * DAY }),
  });

  it(`where a limit begins anew after a leader has put it off, in ${TOLD_LIVES} lives`, { timeout: 120_000 }, async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(extended, async ({ amount, more, acceptedAt, extendedAfter, askedAfter, minutes }) => {
        const named = dueByMinutes({ ...plain, limit: workingDays(amount + more), acceptedAt });
        const askedAt = acceptedAt + extendedAfter + askedAfter;
        const anew = dueByMinutes({ ...plain, limit: workingDays(amount), acceptedAt: askedAt + minutes });
        const life = ownLife({ limit: [amount, 'WORKING_DAY'], supplement: 'RESTART' });
        const dossierId = await life.accepted(textOf(acceptedAt));
        await livedOn(life, acceptedAt, 30, [
          { at: acceptedAt + extendedAfter, act: (at) => life.extendAt(dossierId, at, textOf(named)) },
          { at: askedAt, act: (at) => life.askAt(dossierId, at, ANSWER_BY) },
          { at: askedAt + minutes, act: (at) => life.provideAt(dossierId, at) },
        ]);
        const told = toldOf(life, dossierId);
        expect([told.due, told.after > 0 && told.after <= SWEEP]).toEqual([Math.max(named, anew), true]);
        expect([await life.due(dossierId), life.faults(dossierId)]).toEqual([textOf(told.due), []]);
        if (named > anew) kept += 1;
      }),
      { numRuns: TOLD_LIVES, seed: SEED },
    );
    expect(kept).toBeGreaterThan(0);
  });
});
