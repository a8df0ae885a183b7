import type { AlarmRule } from './alarm-rule.ts';
import type { TimeSeries } from './metric-math.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

type Judged = Pick<AlarmRule, 'evaluationPeriods' | 'datapointsToAlarm' | 'missing' | 'threshold' | 'comparison'>;

/**
 * How many of the last periods CloudWatch asks for: always more than it evaluates, so that late or sparse values still count. Its
 * guide does not say how many, only that for three it is five; two more, or a third more, fits that and is what emulators take.
 */
export const retrievedPeriods = (evaluationPeriods: number): number => evaluationPeriods + Math.max(Math.floor(evaluationPeriods / 3), 2);

/**
 * The state after one evaluation of the last `retrievedPeriods` values, as the User Guide says ("Alarm evaluation", "Configuring how
 * CloudWatch alarms treat missing data"): with enough real values only the most recent of them count, wherever they lie; with too
 * few, the missing ones are filled in as the alarm says; an alarm that takes missing as missing goes off early when nothing
 * speaks against it and the oldest value that breaches is old enough.
 */
export const judge = (rule: Judged, points: TimeSeries, before: AlarmState): AlarmState => {
  const { evaluationPeriods, datapointsToAlarm, missing, threshold, comparison } = rule;
  const real = points.flatMap((value, index) =>
    value === undefined ? [] : [{ breaches: comparison(value, threshold), age: points.length - index }],
  );
  const breaching = (list: typeof real): number => list.filter(({ breaches }) => breaches).length;
  const decided = (count: number): AlarmState => (count >= datapointsToAlarm ? 'ALARM' : 'OK');

  if (real.length >= evaluationPeriods) return decided(breaching(real.slice(-evaluationPeriods)));
  const filled = evaluationPeriods - real.length;
  if (missing === 'breaching') return decided(breaching(real) + filled);
  if (missing === 'notBreaching') return decided(breaching(real));
  if (breaching(real) >= datapointsToAlarm) return 'ALARM';
  if (breaching(real) < real.length) return 'OK';
  if (missing === 'ignore') return before;
  const [oldest] = real;
  return oldest && oldest.age >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
};
