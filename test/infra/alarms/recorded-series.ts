import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import * as z from 'zod';

/** First and last minute (both included) and what was measured in each of them: the sum, or the maximum, of the minute. */
const Span = z.tuple([z.int(), z.int(), z.number()]);

const Series = z.strictObject({
  what: z.string(),
  /** `recorded`: by test/infra/alarms/record.ts from the local runtime; `by hand`: what the services' documents say would be seen. */
  source: z.enum(['recorded', 'by hand']),
  cell: z.enum(['Province42', 'National']),
  minutes: z.int().positive(),
  /** A recording of ordinary hours that goes on, again and again, under what this series says. */
  over: z.string().optional(),
  /** Keys as in alarm-rule.ts; a key of this series hides the whole key of the recording under it. */
  metrics: z.record(z.string(), z.array(Span)),
  /** Every alarm that goes off: its name, the minute from which on it is in ALARM, and that of its end (null: it lasts). */
  expected: z.array(z.strictObject({ alarm: z.string(), fires: z.int(), clears: z.int().nullable() })),
});
export type Series = z.infer<typeof Series> & { readonly name: string };

const folder = resolve(import.meta.dirname, 'series');

export const readSeries = (name: string): Series => ({
  name,
  ...Series.parse(JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8'))),
});

export const allSeries = (): readonly Series[] =>
  globSync('*.json', { cwd: folder })
    .sort()
    .map((file) => readSeries(basename(file, '.json')));

/** What one metric showed in one minute; undefined where nothing was measured. */
export type Measured = (minute: number) => number | undefined;

/** Minutes before the first that are known too: longer than any alarm looks back. */
const BEFORE = 24 * 60;

const spread = (spans: readonly z.infer<typeof Span>[], length: number): (number | undefined)[] => {
  const values = new Array<number | undefined>(length).fill(undefined);
  for (const [first, last, value] of spans) values.fill(value, first, last + 1);
  return values;
};

/**
 * Reads a metric of the series minute by minute, by its key. A recording of ordinary hours stands for all ordinary hours: before a
 * series, after a recording, and under a series for the metrics that it does not mention.
 */
export const measuredIn = (series: Series): ((key: string) => Measured) => {
  const ordinary = series.over === undefined ? series : readSeries(series.over);
  return (key) => {
    const hour = spread(ordinary.metrics[key] ?? [], ordinary.minutes);
    const own = series.over === undefined ? undefined : series.metrics[key];
    const values = Array.from({ length: BEFORE + series.minutes }, (_, index) => {
      const minute = index - BEFORE;
      return hour[((minute % ordinary.minutes) + ordinary.minutes) % ordinary.minutes];
    });
    if (own) values.splice(BEFORE, series.minutes, ...spread(own, series.minutes));
    return (minute) => values[BEFORE + minute];
  };
};
