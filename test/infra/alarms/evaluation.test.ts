import { describe, expect, it } from 'vitest';
import { type AlarmState, judge, retrievedPeriods } from './evaluate-alarm.ts';
import { metricMath } from './metric-math.ts';

/*
 * The tables of the CloudWatch User Guide, "How alarm state is evaluated when data is missing": 0 is within the threshold, X breaches
 * it, - is missing. Columns: missing, ignore, breaching, notBreaching.
 */
const threeOfThree = `
  0 - X - X | OK OK OK OK
  0 - - - - | OK OK OK OK
  - - - - 0 | OK OK OK OK
  - - - - - | INSUFFICIENT_DATA retain ALARM OK
  0 X X - X | ALARM ALARM ALARM ALARM
  - - - - X | INSUFFICIENT_DATA retain ALARM OK
  - - X - - | ALARM retain ALARM OK
  X - - - - | ALARM retain ALARM OK`;
const twoOfThree = `
  0 - X - X | ALARM ALARM ALARM ALARM
  0 0 X 0 X | ALARM ALARM ALARM ALARM
  0 - X - - | OK OK ALARM OK
  - - - - 0 | OK OK ALARM OK
  - - - - X | INSUFFICIENT_DATA retain ALARM OK
  - - - X - | ALARM retain ALARM OK`;

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const rowsOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((row) => {
      const [points = '', states = ''] = row.split('|');
      const values = points
        .trim()
        .split(' ')
        .map((point) => (point === '-' ? undefined : point === 'X' ? 1 : 0));
      return { points: points.trim(), values, states: states.trim().split(' ') };
    });

describe("the evaluator of alarms agrees with CloudWatch's own tables", () => {
  it.each([
    ['3 of 3', 3, threeOfThree],
    ['2 of 3', 2, twoOfThree],
  ])('%s', (_, datapointsToAlarm, table) => {
    const comparison = (value: number, threshold: number) => value >= threshold;
    for (const { points, values, states } of rowsOf(table))
      for (const [column, missing] of treatments.entries())
        for (const before of ['OK', 'ALARM'] as const satisfies readonly AlarmState[]) {
          const wanted = states[column] === 'retain' ? before : states[column];
          const found = judge({ evaluationPeriods: 3, datapointsToAlarm, missing, threshold: 1, comparison }, values, before);
          expect([points, missing, before, found]).toEqual([points, missing, before, wanted]);
        }
  });

  it('asks for five values where three are evaluated', () => {
    expect(retrievedPeriods(3)).toBe(5);
    expect(retrievedPeriods(1)).toBe(3);
  });
});

describe('metric math', () => {
  const series = new Map([
    ['a', [1, undefined, 3, undefined]],
    ['b', [10, 20, undefined, undefined]],
  ]);

  it('counts a missing value as 0 beside a real one, and knows nothing where both are missing', () => {
    expect(metricMath('a + b', series)).toEqual([11, 20, 3, undefined]);
    expect(metricMath('b - 2 * a', series)).toEqual([8, 20, -6, undefined]);
  });

  it('fills what is missing', () => {
    expect(metricMath('b - 100 * FILL(a, 0)', series)).toEqual([-90, 20, -300, 0]);
  });

  it('drops what is divided by nothing', () => {
    expect(metricMath('a / (b - 10)', series)).toEqual([undefined, 0, undefined, undefined]);
  });

  it.each(['SUM(METRICS())', 'c', 'a +', '1 + 1', 'a b', 'FILL(1, a)'])('refuses %s', (expression) => {
    expect(() => metricMath(expression, series)).toThrow();
  });
});
