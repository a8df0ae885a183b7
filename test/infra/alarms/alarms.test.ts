import { describe, expect, it } from 'vitest';
import { ofType, synthesize } from '../synthesized.ts';
import { readAlarm } from './alarm-rule.ts';
import { allSeries, readSeries, type Series } from './recorded-series.ts';
import { replay } from './replay.ts';

const stacks = synthesize('42');
const rulesOf = (cell: Series['cell']) =>
  stacks
    .filter(({ stage }) => stage === cell)
    .flatMap(({ template }) => ofType(template, 'AWS::CloudWatch::Alarm').map(([id, alarm]) => readAlarm(id, alarm)));
const rules = { Province42: rulesOf('Province42'), National: rulesOf('National') };
const series = allSeries();

describe('the alarms, on recorded series', () => {
  it.each(series.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(replay(rules[one.cell], one)).toEqual(one.expected);
  });

  it.each([
    ['Province42', 'quiet-hour'],
    ['National', 'national-quiet-hour'],
  ] as const)('%s: a whole quiet day is quiet', (cell, hour) => {
    const recorded = readSeries(hour);
    expect(Object.keys(recorded.metrics).length).toBeGreaterThan(3);
    expect(replay(rules[cell], { ...recorded, over: hour, metrics: {}, minutes: 24 * 60 })).toEqual([]);
  });

  it.each(['Province42', 'National'] as const)('%s: every alarm goes off in one series at least, and ends in one', (cell) => {
    const offs = series.filter((one) => one.cell === cell).flatMap(({ expected }) => expected);
    const names = rules[cell].map(({ name }) => name).sort();
    expect([...new Set(offs.map(({ alarm }) => alarm))].sort()).toEqual(names);
    expect([...new Set(offs.filter(({ clears }) => clears !== null).map(({ alarm }) => alarm))].sort()).toEqual(names);
  });

  /** Alarms of a series with other values under one of its keys. */
  const offs = (name: string, key: string, spans: Series['metrics'][string]): readonly string[] => {
    const one = readSeries(name);
    return replay(rules[one.cell], { ...one, metrics: { ...one.metrics, [key]: spans } }).map(({ alarm }) => alarm);
  };

  it.each([
    [790, false],
    [850, true],
  ])('of 1,000 concurrent executions, %d are told: %s', (used, told) => {
    const all = offs('functions-turned-away', 'AWS/Lambda ConcurrentExecutions', [
      [0, 29, 40],
      [30, 59, used],
      [60, 119, 40],
    ]);
    expect(all.includes('PlatformConcurrency')).toBe(told);
  });

  it.each([
    [6, false],
    [7, true],
  ])('with nothing published, %d units written a minute are told: %s', (units, told) => {
    const all = offs('publisher-stopped', 'AWS/DynamoDB ConsumedWriteCapacityUnits Dossiers', [[0, 239, units]]);
    expect(all.includes('DossierPublisherSilent')).toBe(told);
  });

  it('measure only what some alarm reads, or what tells the story of an ordinary hour', () => {
    for (const cell of ['Province42', 'National'] as const) {
      const known = new Set(rules[cell].flatMap(({ metrics }) => [...metrics.values()].map(({ key }) => key)));
      const unread = series
        .filter((one) => one.cell === cell && one.source === 'by hand')
        .flatMap(({ name, metrics }) => Object.keys(metrics).flatMap((key) => (known.has(key) ? [] : [`${name}: ${key}`])));
      expect(unread).toEqual([]);
    }
  });
});
