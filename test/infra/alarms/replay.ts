import type { AlarmRule, ReadMetric } from './alarm-rule.ts';
import { type AlarmState, judge, retrievedPeriods } from './evaluate-alarm.ts';
import { metricMath, type TimeSeries } from './metric-math.ts';
import { type Measured, measuredIn, type Series } from './recorded-series.ts';

export type WentOff = { readonly alarm: string; readonly fires: number; readonly clears: number | null };

/** What a metric shows for the periods that end at `minute` (the windows slide: CloudWatch evaluates every minute). */
const pointsOf = ({ statistic, periodMinutes }: ReadMetric, measured: Measured, minute: number, count: number): TimeSeries =>
  Array.from({ length: count }, (_, index) => {
    const end = minute - (count - 1 - index) * periodMinutes;
    const values = Array.from({ length: periodMinutes }, (_unused, offset) => measured(end - 1 - offset)).filter(
      (value) => value !== undefined,
    );
    if (values.length === 0) return undefined;
    return statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
  });

const replayOne = (rule: AlarmRule, measured: (key: string) => Measured, minutes: number): WentOff[] => {
  const read = [...rule.metrics].map(([id, metric]) => ({ id, metric, measured: measured(metric.key) }));
  const offs: { fires: number; clears: number | null }[] = [];
  let state: AlarmState = 'OK';
  for (let minute = 1; minute <= minutes; minute += 1) {
    const count = retrievedPeriods(rule.evaluationPeriods);
    const points = new Map(read.map((one) => [one.id, pointsOf(one.metric, one.measured, minute, count)]));
    const before: AlarmState = state;
    state = judge(rule, metricMath(rule.expression, points), before);
    if (state === 'ALARM' && before !== 'ALARM') offs.push({ fires: minute, clears: null });
    const last = offs.at(-1);
    if (state !== 'ALARM' && before === 'ALARM' && last) last.clears = minute;
  }
  return offs.map((off) => ({ alarm: rule.name, ...off }));
};

/** Runs the alarms over a series, one evaluation a minute, and says which went off when. */
export const replay = (rules: readonly AlarmRule[], series: Series): readonly WentOff[] => {
  const measured = measuredIn(series);
  return rules
    .flatMap((rule) => replayOne(rule, measured, series.minutes))
    .sort((left, right) => left.fires - right.fires || (left.alarm < right.alarm ? -1 : 1));
};
