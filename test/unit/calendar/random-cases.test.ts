import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agencyTime } from '../../../functions/calendar/agency-time.ts';
import { Calendar } from '../../../functions/calendar/calendar.ts';
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import { deadlineOf } from '../../../functions/calendar/interruptions.ts';
import { OutsideCalendar } from '../../../functions/calendar/outside-calendar.ts';
import { milestonesOf } from '../../../functions/deadline/milestones.ts';
import { dueByMinutes, instantOf, milestonesByMinutes, minuteAt, OffTheTape, tapeOf } from '../../support/minute-by-minute.ts';
import { clockFor } from './calendar-bench.ts';

const CASES = 10_000;
const SEED = 20_261_122;

const { current } = bundledCalendars;
const { police, commune } = current.hours;
if (!police || !commune) throw new Error('the calendar knows the police and the commune');
const spans = (...list: string[]) => list.map((text) => ({ from: text.slice(0, 5), to: text.slice(6) }));

/** Agencies beside those of the catalogue: other hours, receptions outside office hours, a six-day week. */
const agencies = {
  police,
  commune,
  early: {
    ...police,
    office: { ...police.office, value: spans('07:00-11:30', '13:30-17:00') },
    reception: {
      ...police.reception,
      value: { workingDays: spans('07:00-17:30'), otherDays: { SAT: spans('08:00-12:00'), SUN: spans('08:00-09:00') } },
    },
    outsideReception: { ...police.outsideReception, value: 'NEXT_RECEPTION' as const },
  },
  sixDays: {
    ...commune,
    countingDays: { ...commune.countingDays, value: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const },
    office: { ...commune.office, value: spans('08:00-12:00', '12:30-16:30', '18:00-20:00') },
    reception: { ...commune.reception, value: { workingDays: spans('08:00-16:30'), otherDays: {} } },
  },
};
const calendar = Calendar.parse({ ...current, hours: agencies });
const names = ['police', 'commune', 'early', 'sixDays'] as const;
const times = names.map((name) => ({ name, time: agencyTime(calendar, name), tape: tapeOf(calendar, agencyTime(calendar, name).hours) }));
const known = (name: (typeof names)[number]) => {
  const one = times.find((candidate) => candidate.name === name);
  if (!one) throw new Error(`no agency ${name}`);
  return one;
};
const { tape } = known('police');

const limit = fc.oneof(
  fc.record({ unit: fc.constant('WORKING_HOUR' as const), amount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ unit: fc.constant('WORKING_DAY' as const), amount: fc.integer({ min: 0, max: 30 }) }),
  fc.record({ unit: fc.constant('DAY' as const), amount: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ unit: fc.constant('MONTH' as const), amount: fc.integer({ min: 1, max: 4 }) }),
);

const DAY = 1_440;
/** Minutes of the tape, more of them around the days that are special and the ends of spans. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: tape.length - 1 }),
  fc
    .tuple(fc.constantFrom(...calendar.days), fc.integer({ min: -4 * DAY, max: 2 * DAY }))
    .map(([{ date }, minutes]) => minuteAt(tape, new Date(`${date}T00:00:00+07:00`)) + minutes)
    .filter((minute) => minute >= 0 && minute < tape.length),
  fc
    .tuple(fc.integer({ min: 0, max: tape.dates.length - 1 }), fc.constantFrom(449, 450, 689, 690, 809, 810, 899, 900, 901, 1019, 1020))
    .map(([day, minute]) => day * DAY + minute),
);

const oneCase = fc.record({
  deciding: fc.constantFrom(...names),
  receiving: fc.constantFrom(...names),
  limit,
  cutOff: fc.record({
    time: fc.constantFrom('09:00', '15:00'),
    effect: fc.constantFrom('NONE' as const, 'SAME_DAY_BECOMES_NEXT' as const, 'START_NEXT_DAY' as const),
  }),
  closesWith: fc.constantFrom('SAME_TIME' as const, 'CLOSE_OF_BUSINESS' as const),
  acceptedAt: moment,
  pauses: fc.array(
    fc.record({
      after: fc.integer({ min: -2 * DAY, max: 20 * DAY }),
      minutes: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 9 * DAY })),
    }),
    { maxLength: 3 },
  ),
});

/** The product's clock of a case. */
const running = ({ deciding, receiving, limit: amount, cutOff, closesWith, acceptedAt, pauses }: Drawn) => {
  const at = (minute: number) => instantOf(tape, minute);
  const clock = clockFor(known(deciding).time, amount, { receiving: known(receiving).time, cutOff, dueTime: closesWith });
  const interruptions = pauses.map(({ from, to }) => ({ kind: 'CERTIFIED_DOWNTIME' as const, from: at(from), to: at(to) }));
  const deadline = deadlineOf(clock, { acceptedAt: at(acceptedAt) }, interruptions);
  if (deadline.kind !== 'running') throw new Error('nothing keeps the clock from running');
  return { ...deadline, time: clock.deciding };
};

/** What the product says, or that the calendar ends before. */
const reckoned = <Answer>(reckon: () => Answer): Answer | 'outside' => {
  try {
    return reckon();
  } catch (error) {
    if (error instanceof OutsideCalendar) return 'outside';
    throw error;
  }
};

type Drawn = Omit<Parameters<typeof dueByMinutes>[0], 'deciding' | 'receiving' | 'outside'> &
  Readonly<Record<'deciding' | 'receiving', (typeof names)[number]>>;

const walked = <Answer>(walk: (one: Parameters<typeof dueByMinutes>[0]) => Answer, drawn: Drawn): Answer | 'outside' => {
  const [deciding, receiving] = [known(drawn.deciding), known(drawn.receiving)];
  const outside = receiving.time.hours.outsideReception.value;
  try {
    return walk({ ...drawn, deciding: deciding.tape, receiving: receiving.tape, outside });
  } catch (error) {
    if (error instanceof OffTheTape) return 'outside';
    throw error;
  }
};

/** Pauses are drawn from the acceptance on. */
const withPauses = (drawn: Omit<Drawn, 'pauses'>, pauses: readonly { readonly after: number; readonly minutes: number }[]): Drawn => ({
  ...drawn,
  pauses: pauses.map(({ after, minutes }) => ({ from: drawn.acceptedAt + after, to: drawn.acceptedAt + after + minutes })),
});

describe('10,000 random cases', { timeout: 60_000 }, () => {
  it('are due at the minute that a walk over every minute finds', () => {
    const seen = { outside: 0, minutes: new Set<number>() };
    fc.assert(
      fc.property(oneCase, ({ pauses, ...drawn }) => {
        const one = withPauses(drawn, pauses);
        const found = reckoned(() => minuteAt(tape, running(one).dueAt));
        expect(found).toBe(walked(dueByMinutes, one));
        if (found === 'outside') seen.outside += 1;
        else seen.minutes.add(found);
      }),
      { numRuns: CASES, seed: SEED },
    );
    expect(seen.outside).toBeLessThan(CASES / 5);
    expect(seen.minutes.size).toBeGreaterThan(CASES / 5);
  });

  it('reach 70 and 90 % of their time, and the day before the last, at the minutes that it finds', () => {
    const seen = { outside: 0, kinds: new Map<string, number>() };
    fc.assert(
      fc.property(oneCase, ({ pauses, ...drawn }) => {
        const one = withPauses(drawn, pauses);
        const found = reckoned(() =>
          milestonesOf(running(one), true)
            .filter(({ kind }) => kind !== 'processing')
            .map(({ kind, at }) => [kind, minuteAt(tape, at)] as const),
        );
        const expected = walked(milestonesByMinutes, one);
        // Two that fall on one minute have no order among each other here.
        const sorted = (list: typeof expected) => (list === 'outside' ? list : list.map(([kind, minute]) => `${minute} ${kind}`).sort());
        expect(sorted(found)).toEqual(sorted(expected));
        if (found === 'outside') seen.outside += 1;
        else for (const [kind] of found) seen.kinds.set(kind, (seen.kinds.get(kind) ?? 0) + 1);
      }),
      { numRuns: CASES / 4, seed: SEED },
    );
    expect(seen.outside).toBeLessThan(CASES / 20);
    for (const kind of ['apology', 'escalation-70', 'escalation-90']) expect(seen.kinds.get(kind)).toBeGreaterThan(CASES / 20);
  });
});
