import { describe, expect, it } from 'vitest';
import { deadlineOf, type Interruption } from '../../../functions/calendar/interruptions.ts';
import { clockFor, days, local, police, type RuleValues, shown } from './calendar-bench.ts';

/** `SUPPLEMENT 2026-11-17 10:00 - 2026-11-18 10:00`; without an end it lasts still. */
const interruption = (text: string): Interruption => {
  const [, kind, from = '', to] = /^(SUPPLEMENT|FEE|CERTIFIED_DOWNTIME) (\S+ \S+) -(?: (\S+ \S+))?$/.exec(text) ?? [];
  if (kind !== 'SUPPLEMENT' && kind !== 'FEE' && kind !== 'CERTIFIED_DOWNTIME') throw new Error(`no interruption: ${text}`);
  return { kind, from: local(from), to: to ? local(to) : undefined };
};

/** The deadline of 3 working days accepted on Monday 16 November 2026 at 09:00: without interruption Thursday at 09:00. */
const deadline = (interruptions: readonly string[], values: RuleValues = {}): string => {
  const found = deadlineOf(clockFor(police, days(3), values), { acceptedAt: local('2026-11-16 09:00') }, interruptions.map(interruption));
  return found.kind === 'running' ? shown(found.dueAt) : found.kind;
};

describe('a pause', () => {
  it.each([
    ['none', [], '2026-11-19 09:00'],
    ['an hour', ['SUPPLEMENT 2026-11-17 10:00 - 2026-11-17 11:00'], '2026-11-19 10:00'],
    ['a night costs nothing', ['SUPPLEMENT 2026-11-17 17:00 - 2026-11-18 07:30'], '2026-11-19 09:00'],
    ['a whole day', ['SUPPLEMENT 2026-11-17 09:00 - 2026-11-18 09:00'], '2026-11-20 09:00'],
    ['over a weekend', ['CERTIFIED_DOWNTIME 2026-11-18 09:00 - 2026-11-23 09:00'], '2026-11-25 09:00'],
    ['of the system', ['CERTIFIED_DOWNTIME 2026-11-17 16:00 - 2026-11-17 18:00'], '2026-11-19 10:00'],
    ['that the procedure does not make: the fee', ['FEE 2026-11-16 09:00 - 2026-11-18 09:00'], '2026-11-19 09:00'],
    ['before the start', ['CERTIFIED_DOWNTIME 2026-11-13 09:00 - 2026-11-16 09:30'], '2026-11-19 09:30'],
    ['of no length', ['SUPPLEMENT 2026-11-17 09:00 - 2026-11-17 09:00'], '2026-11-19 09:00'],
    ['that ends after the due time it moves', ['SUPPLEMENT 2026-11-18 16:00 - 2026-11-27 16:00'], '2026-11-30 09:00'],
    ['at the due time: it is too late', ['SUPPLEMENT 2026-11-19 09:00 - 2026-11-20 09:00'], '2026-11-19 09:00'],
    ['a minute before it', ['SUPPLEMENT 2026-11-19 08:59 - 2026-11-19 10:59'], '2026-11-19 11:00'],
  ])('%s', (_name, interruptions, expected) => {
    expect(deadline(interruptions)).toBe(expected);
  });

  it('counts once what two of them share, in whatever order they are told', () => {
    const both = ['SUPPLEMENT 2026-11-17 08:00 - 2026-11-17 10:00', 'CERTIFIED_DOWNTIME 2026-11-17 09:00 - 2026-11-17 11:00'];
    expect([deadline(both), deadline(both.toReversed())]).toEqual(['2026-11-19 14:00', '2026-11-19 14:00']);
    const inside = ['SUPPLEMENT 2026-11-17 08:00 - 2026-11-17 10:00', 'CERTIFIED_DOWNTIME 2026-11-17 08:30 - 2026-11-17 09:00'];
    expect(deadline(inside)).toBe('2026-11-19 11:00');
  });

  it('lets a later one count that the first has made timely', () => {
    const chain = ['SUPPLEMENT 2026-11-18 09:00 - 2026-11-19 09:00', 'CERTIFIED_DOWNTIME 2026-11-19 14:00 - 2026-11-19 15:00'];
    expect(deadline(chain)).toBe('2026-11-20 10:00');
    expect(deadline(chain.slice(1))).toBe('2026-11-19 09:00');
  });

  it('stands still while the fee is due, where the procedure says so', () => {
    expect(deadline(['FEE 2026-11-16 09:00 - 2026-11-17 09:00'], { whileUnpaid: 'PAUSE' })).toBe('2026-11-20 09:00');
  });
});

describe('an interruption that lasts still', () => {
  it('leaves nothing due', () => {
    expect(deadline(['SUPPLEMENT 2026-11-17 10:00 -'])).toBe('stopped');
    expect(deadline(['SUPPLEMENT 2026-11-17 10:00 -'], { supplement: 'RESTART' })).toBe('stopped');
  });

  it('changes nothing that was due before, nor does a fee that does not count', () => {
    expect(deadline(['SUPPLEMENT 2026-11-19 09:00 -'])).toBe('2026-11-19 09:00');
    expect(deadline(['FEE 2026-11-16 09:00 -'])).toBe('2026-11-19 09:00');
  });

  it('is named', () => {
    const open = interruption('CERTIFIED_DOWNTIME 2026-11-17 10:00 -');
    expect(deadlineOf(clockFor(police, days(3)), { acceptedAt: local('2026-11-16 09:00') }, [open])).toEqual({
      ...{ kind: 'stopped', startsAt: local('2026-11-16 09:00'), by: open },
    });
  });
});

describe('a restart', () => {
  const restart: RuleValues = { supplement: 'RESTART' };
  it.each([
    ['counts the whole limit anew', ['SUPPLEMENT 2026-11-17 10:00 - 2026-11-18 14:00'], '2026-11-23 14:00'],
    ['from the next working day after hours', ['SUPPLEMENT 2026-11-17 10:00 - 2026-11-18 20:00'], '2026-11-25 07:30'],
    ['from a Saturday morning of the police', ['SUPPLEMENT 2026-11-17 10:00 - 2026-11-21 10:00'], '2026-11-26 10:00'],
    [
      'forgets an earlier pause',
      ['CERTIFIED_DOWNTIME 2026-11-16 10:00 - 2026-11-16 11:00', 'SUPPLEMENT 2026-11-17 10:00 - 2026-11-18 14:00'],
      '2026-11-23 14:00',
    ],
    [
      'keeps what of a pause comes after it',
      ['CERTIFIED_DOWNTIME 2026-11-17 09:00 - 2026-11-18 15:00', 'SUPPLEMENT 2026-11-17 10:00 - 2026-11-18 14:00'],
      '2026-11-23 15:00',
    ],
    [
      'can be paused again',
      ['SUPPLEMENT 2026-11-17 10:00 - 2026-11-18 14:00', 'CERTIFIED_DOWNTIME 2026-11-19 14:00 - 2026-11-19 15:00'],
      '2026-11-23 15:00',
    ],
    ['comes too late after the due time', ['SUPPLEMENT 2026-11-19 09:00 - 2026-11-20 14:00'], '2026-11-19 09:00'],
  ])('%s', (_name, interruptions, expected) => {
    expect(deadline(interruptions, restart)).toBe(expected);
  });
});

describe('a due time that a leader put off', () => {
  /** `from -> dueAt` beside other interruptions. */
  const extended = (signed: string, dueAt: string, interruptions: readonly string[] = [], values: RuleValues = {}): string => {
    const found = deadlineOf(clockFor(police, days(3), values), { acceptedAt: local('2026-11-16 09:00') }, [
      ...interruptions.map(interruption),
      { kind: 'EXTENSION', from: local(signed), dueAt: local(dueAt) },
    ]);
    return found.kind === 'running' ? shown(found.dueAt) : found.kind;
  };

  it.each([
    ['in time', '2026-11-18 09:00', [], '2026-11-23 09:00'],
    ['after it had passed', '2026-11-20 09:00', [], '2026-11-23 09:00'],
    [
      'with a pause before the signature, which the leader knew',
      '2026-11-18 09:00',
      ['SUPPLEMENT 2026-11-17 09:00 - 2026-11-17 11:00'],
      '2026-11-23 09:00',
    ],
    ['with a pause after it', '2026-11-18 09:00', ['SUPPLEMENT 2026-11-20 09:00 - 2026-11-20 11:00'], '2026-11-23 11:00'],
    [
      'with a pause between the old due time and the new one',
      '2026-11-18 09:00',
      ['CERTIFIED_DOWNTIME 2026-11-19 14:00 - 2026-11-19 15:00'],
      '2026-11-23 10:00',
    ],
    [
      'with a downtime that goes on beyond the signature',
      '2026-11-18 09:00',
      ['CERTIFIED_DOWNTIME 2026-11-18 08:00 - 2026-11-18 10:00'],
      '2026-11-23 10:00',
    ],
    [
      'with a pause between a missed due time and the signature',
      '2026-11-20 09:00',
      ['CERTIFIED_DOWNTIME 2026-11-19 10:00 - 2026-11-19 11:00'],
      '2026-11-23 09:00',
    ],
  ])('%s', (_name, signed, interruptions, expected) => {
    expect(extended(signed, '2026-11-23 09:00', interruptions)).toBe(expected);
  });

  it('stays at the close of business that the leader named', () => {
    expect(extended('2026-11-18 09:00', '2026-11-20 17:00')).toBe('2026-11-20 17:00');
  });

  it('never moves to an earlier time', () => {
    expect(extended('2026-11-18 09:00', '2026-11-19 08:00')).toBe('2026-11-19 09:00');
  });

  it('stands still with a clock that is stopped, and begins anew where a supplement does that', () => {
    expect(extended('2026-11-18 09:00', '2026-11-23 09:00', ['SUPPLEMENT 2026-11-20 09:00 -'])).toBe('stopped');
    const answered = ['SUPPLEMENT 2026-11-20 09:00 - 2026-11-25 09:00'];
    expect(extended('2026-11-18 09:00', '2026-11-23 09:00', answered, { supplement: 'RESTART' })).toBe('2026-11-30 09:00');
  });

  it('adds its own working time to that of the limit, of which percents are reckoned', () => {
    const clock = clockFor(police, days(3));
    const minutes = (...list: Parameters<typeof deadlineOf>[2]) => {
      const found = deadlineOf(clock, { acceptedAt: local('2026-11-16 09:00') }, list);
      return found.kind === 'running' ? found.workMinutes : undefined;
    };
    const extension = { kind: 'EXTENSION' as const, from: local('2026-11-18 09:00'), dueAt: local('2026-11-20 09:00') };
    const pause = interruption('SUPPLEMENT 2026-11-17 09:00 - 2026-11-17 11:00');
    const whole = minutes() ?? 0;
    expect([minutes(pause), (minutes(extension) ?? 0) - whole]).toEqual([whole, whole / 3]);
  });
});

describe('an appointment that was made elsewhere', () => {
  it('is what the clock goes on from', () => {
    const moments = { acceptedAt: local('2026-11-16 09:00'), appointedFor: local('2026-11-18 16:00') };
    const found = deadlineOf(clockFor(police, days(3)), moments, [interruption('SUPPLEMENT 2026-11-17 09:00 - 2026-11-17 10:00')]);
    expect(found.kind === 'running' && shown(found.dueAt)).toBe('2026-11-18 17:00');
  });
});

describe('a clock that waits for its fee', () => {
  it('has no deadline, whatever interrupts it', () => {
    const clock = clockFor(police, days(3), { clockStart: 'FEE_PAID', whileUnpaid: 'PAUSE' });
    const fee = interruption('FEE 2026-11-16 09:00 -');
    expect(deadlineOf(clock, { acceptedAt: local('2026-11-16 09:00') }, [fee])).toEqual({ kind: 'not-started' });
  });
});
