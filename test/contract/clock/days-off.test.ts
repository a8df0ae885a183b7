import { beforeAll, describe, expect, it } from 'vitest';
import { appointments, type Step } from './appointment-bench.ts';
import type { OwnRules } from './own-procedure.ts';

/*
 * Every day of the three years that the calendar covers, asked of the public route: is it worked, and if not, why? The days off stand
 * here once more, by year, from the texts (Labour Code 2019, Articles 111 and 112; Resolution 28/2026/QH16; the yearly notices).
 */
const holidays: Readonly<Record<string, string>> = {
  // The Lunar New Year of 2027, its compensatory days and the second National Day await the yearly decision.
  '2025': '01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 09-01 09-02',
  '2026': '01-01 02-16 02-17 02-18 02-19 02-20 04-26 04-30 05-01 09-01 09-02 11-24',
  '2027': '01-01 02-05 02-06 02-07 02-08 02-09 04-16 04-30 05-01 09-02 09-03 11-24',
};
const compensatory = ['2026-04-27', '2027-02-10', '2027-02-11', '2027-05-03'];
const swappedOff = ['2025-05-02', '2026-01-02', '2026-08-31'];
const madeUp = ['2025-04-26', '2026-01-10', '2026-08-22'];

const holiday = Object.entries(holidays).flatMap(([year, days]) => days.split(' ').map((day) => `${year}-${day}`));

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());
const everyDay = (from: string, to: string): string[] => {
  const all = [];
  for (let day = from; day <= to; day = dayAfter(day)) all.push(day);
  return all;
};

/** Why a day is not worked; undefined when it is. */
const expected = (day: string): string | undefined => {
  if (madeUp.includes(day)) return undefined;
  if (holiday.includes(day)) return 'HOLIDAY';
  if (compensatory.includes(day)) return 'COMP_OFF';
  if (swappedOff.includes(day)) return 'SWAP_OFF';
  return isWeekend(day) ? 'WEEKLY_DAY_OFF' : undefined;
};

describe('every day of 2025 to 2027', () => {
  /** Of each day on which something was accepted at nine: the first step of the answer about a day that is not worked. */
  const skips = new Map<string, Step | undefined>();
  const dues = new Map<string, string>();
  const days = everyDay('2025-01-01', '2027-12-31');

  beforeAll(async () => {
    const sameDay = appointments({ agency: 'commune', limit: [0, 'WORKING_DAY'] });
    for (const day of days) {
      const { dueAt, steps } = await sameDay.of(`${day} 09:00`);
      skips.set(
        day,
        steps.find((one) => one.step === 'SKIPPED' && one.day === day),
      );
      dues.set(day, dueAt);
    }
  }, 60_000);

  it('is worked or not as the law says, and a day off is given its reason', () => {
    const wrong = days.filter((day) => skips.get(day)?.rule !== expected(day));
    expect(wrong).toEqual([]);
  });

  it('that is worked ends what is due on it with its close of business', () => {
    const worked = days.filter((day) => expected(day) === undefined);
    expect(worked.filter((day) => dues.get(day) !== `${day} 17:00`)).toEqual([]);
  });

  it('that is not worked hands it on to the next that is', () => {
    const next = (day: string): string => (expected(day) === undefined ? day : next(dayAfter(day)));
    const off = days.filter((day) => expected(day) !== undefined);
    // 261 weekdays a year, less the days off that fall on one, and the Saturdays that make up for those that were swapped.
    expect(off.length).toBe(days.length - (261 - 12 + 1) - (261 - 14 + 2) - (261 - 12));
    expect(off.filter((day) => dues.get(day) !== `${next(day)} 17:00`)).toEqual([]);
  });
});

describe('a day that somebody proposed to exchange', () => {
  const kinds: Readonly<Record<string, string>> = {
    ...{ '2026-11-23': 'SWAP_OFF', '2026-11-28': 'MAKEUP_WORK', '2027-02-04': 'HOLIDAY', '2027-02-12': 'SWAP_OFF' },
  };
  /** What is said of `day` in an answer, and whether the answer may still move. */
  const said = async (rules: OwnRules, acceptedAt: string, day: string) => {
    const { provisional, steps } = await appointments({ agency: 'commune', ...rules }).of(acceptedAt);
    return [
      provisional,
      ...steps.filter((one) => one.day === day && one.undecided).map(({ step, undecided }) => `${step} ${undecided?.kind}`),
    ];
  };

  it.each([
    ['is counted in a limit of days', [2, 'WORKING_DAY'], '2026-11-20 09:00', '2026-11-23', 'COUNTED'],
    ['is counted in one of hours', [8, 'WORKING_HOUR'], '2026-11-20 16:00', '2026-11-23', 'COUNTED'],
    ['starts the clock', [3, 'WORKING_DAY'], '2026-11-23 09:00', '2026-11-23', 'STARTED'],
    ['starts it of what came on the day off before', [3, 'WORKING_DAY'], '2026-11-22 09:00', '2026-11-23', 'STARTED'],
    ['is where a limit of days of the calendar runs on to', [2, 'DAY'], '2026-11-20 09:00', '2026-11-23', 'ENDED'],
    ['is skipped', [3, 'WORKING_DAY'], '2026-11-27 09:00', '2026-11-28', 'SKIPPED'],
    ['is counted before the Lunar New Year', [1, 'WORKING_DAY'], '2027-02-03 09:00', '2027-02-04', 'COUNTED'],
    ['is counted after it', [2, 'WORKING_DAY'], '2027-02-03 09:00', '2027-02-12', 'COUNTED'],
  ] as const)('%s, and makes the appointment provisional', async (_how, limit, acceptedAt, day, step) => {
    expect(await said({ limit }, acceptedAt, day)).toEqual([true, `${step} ${kinds[day]}`]);
  });

  it('is the whole of a limit that ends on it', async () => {
    expect(await said({ limit: [0, 'WORKING_DAY'] }, '2026-11-23 09:00', '2026-11-23')).toEqual([
      true,
      'STARTED SWAP_OFF',
      'ENDED SWAP_OFF',
    ]);
  });

  it('is not heard of where it is not between', async () => {
    expect((await appointments().of('2026-12-07 09:00')).provisional).toBe(false);
  });
});

describe('the calendar of an earlier acceptance', () => {
  it('is counted by as it was published: Culture Day was worked in it', async () => {
    const ask = appointments({ limit: [1, 'WORKING_DAY'] });
    expect(await ask.due('2026-11-23 09:00')).toBe('2026-11-25 09:00');
    expect(await ask.due('2026-11-23 09:00', { calendar: '2026-11-22' })).toBe('2026-11-24 09:00');
  });
});
