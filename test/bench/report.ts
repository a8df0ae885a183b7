import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Part, Row } from './part.ts';

/** What was measured of one part in one run. */
export type Measurement = {
  readonly name: string;
  readonly part: Part;
  readonly rows: readonly Row[];
  readonly command: string;
  readonly machine: string;
  /** Load average over one minute. */
  readonly load: { readonly before: number; readonly after: number };
  readonly seconds: number;
};

export const describeMachine = (): string => {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
};

/** Integers as they are, everything else to three significant digits, above a hundred to four. */
export const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(Math.abs(value) < 100 ? 3 : 4)));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const tableLine = ({ what, measured, interval, budget, unit, ok, note = '' }: Row): string => {
  const spread = interval ? ` (${figure(interval.low)} to ${figure(interval.high)})` : '';
  const limit = budget === undefined ? '' : `≤ ${figure(budget)}`;
  const verdict = budget === undefined ? '' : ok ? 'met' : '**missed**';
  return `| ${[what, `${figure(measured)}${spread}`, limit, unit, verdict, note].map(cell).join(' | ')} |`;
};

const MISSED = '- **Missed:** ';

const missedLine = ({ what, measured, interval, budget, unit }: Row, remedy: string | undefined): string =>
  `${MISSED}${what}: ${figure(interval?.high ?? measured)} ${unit}, budget ${figure(budget ?? Number.NaN)}. ${
    remedy?.replaceAll(/\s+/g, ' ') ?? 'What it would take has not been found out yet.'
  }`;

/** One section in Markdown, without its markers. */
export const sectionText = ({ part, rows, command, machine, load, seconds }: Measurement): string => {
  const missed = rows.filter(({ ok }) => !ok).map((each) => missedLine(each, part.remedies?.[each.what]));
  return [
    `## ${part.title}`,
    part.explanation.trim(),
    `\`${command}\` on ${machine}; load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after; took ${Math.round(seconds)} s.`,
    ['| figure | measured | budget | unit | | note |', '|---|---|---|---|---|---|', ...rows.map(tableLine)].join('\n'),
    ...(missed.length > 0 ? [missed.join('\n')] : []),
  ].join('\n\n');
};

const INTRODUCTION = `# Performance

Written by \`npm run bench -- --write\`, each section by itself (\`npm run bench -- cold-start --write\` renews one); edit test/bench, not this page.

Counters are exact. Times are noisy, so what can be said as a ratio is: the two sides take turns, round by round, and the figure is
the ratio of their medians. The parentheses hold a bootstrap interval (rounds drawn again 2,000 times with a fixed seed, the middle 95 %);
a budget is judged on its unfavourable end. Each section says on which machine, under which load and by which command it was measured.
Nothing here was measured in AWS.`;

const markers = (name: string) => ({ begin: `<!-- part: ${name} -->`, end: `<!-- /part: ${name} -->` });

const sectionIn = (page: string, name: string): string | undefined => {
  const { begin, end } = markers(name);
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  return from < 0 || to < from ? undefined : page.slice(from + begin.length, to).trim();
};

/** The measured figure of a row in a part's section of the page, rounded as it stands there; undefined when there is none. */
export const measuredIn = (page: string, name: string, what: string): number | undefined => {
  const begin = `| ${cell(what)} | `;
  const line = sectionIn(page, name)
    ?.split('\n')
    .find((each) => each.startsWith(begin));
  return line === undefined ? undefined : Number.parseFloat(line.slice(begin.length));
};

/**
 * The page with some sections renewed and all others as they were, in the order of `names`. Sections of parts that no longer exist go.
 */
export const renewPage = (page: string, names: readonly string[], renewed: Readonly<Record<string, string>>): string => {
  const sections = names.flatMap((name) => {
    const text = renewed[name] ?? sectionIn(page, name);
    return text === undefined ? [] : [{ name, text }];
  });
  const missed = sections.flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith(MISSED)));
  const summary = missed.length > 0 ? `Budgets missed:\n\n${missed.join('\n')}` : 'No figure below misses its budget.';
  const marked = sections.map(({ name, text }) => `${markers(name).begin}\n${text}\n${markers(name).end}`);
  return `${[INTRODUCTION, summary, ...marked].join('\n\n')}\n`;
};
