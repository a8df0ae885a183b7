import { describe, expect, it } from 'vitest';
import { type Part, type Row, row } from '../../bench/part.ts';
import { figure, measuredIn, renewPage, sectionText } from '../../bench/report.ts';

const part: Part = {
  title: 'Cold start',
  explanation: 'CPU against the least there is.',
  remedies: { worst: 'Schemas made\nahead.', median: 'Never shown while it is met.' },
  measure: async () => [],
};
const met = row({ what: 'median', measured: 1.2, interval: { low: 1.1, high: 1.24 }, budget: 1.25, unit: '×' });
const missed = row({ what: 'worst', measured: 1.449, interval: { low: 1.4, high: 1.6 }, budget: 1.5, unit: '×', note: 'dossier|draft' });
const shown = row({ what: 'reference', measured: 64, unit: 'ms' });

const section = (rows: readonly Row[]) =>
  sectionText({
    name: 'cold-start',
    part,
    rows,
    command: 'npm run bench -- cold-start',
    machine: '2 cores',
    load: { before: 0.12, after: 1 },
    seconds: 61.4,
  });
const names = ['cold-start', 'growth'];

describe('a section', () => {
  it('says command, machine, load, each figure, and what a missed one would take', () => {
    expect(section([met, missed, shown])).toBe(`## Cold start

CPU against the least there is.

\`npm run bench -- cold-start\` on 2 cores; load 0.1 before, 1.0 after; took 61 s.

| figure | measured | budget | unit | | note |
|---|---|---|---|---|---|
| median | 1.2 (1.1 to 1.24) | ≤ 1.25 | × | met |  |
| worst | 1.45 (1.4 to 1.6) | ≤ 1.5 | × | **missed** | dossier\\|draft |
| reference | 64 |  | ms |  |  |

- **Missed:** worst: 1.6 ×, budget 1.5. Schemas made ahead.`);
  });

  it('has no list of misses when there are none', () => {
    expect(section([met])).not.toContain('Missed');
  });

  it.each([
    [126, '126'],
    [1.2345, '1.23'],
    [116.34, '116.3'],
    [0.04999, '0.05'],
    [138_900.7, '138900'],
  ])('writes %d as %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});

describe('the page', () => {
  it('renews one section, keeps the others and puts them in order', () => {
    const first = renewPage('', names, { growth: '## Growth\n\n| figure |' });
    const second = renewPage(first, names, { 'cold-start': section([missed]) });
    expect(second.indexOf('## Cold start')).toBeLessThan(second.indexOf('## Growth'));
    expect(second.match(/## Growth/g)).toHaveLength(1);
    expect(renewPage(second, names, {})).toBe(second);
    expect(renewPage(second, ['growth'], {})).toBe(first);
  });

  it('lists at its top what misses its budget, and says so when nothing does', () => {
    const page = renewPage('', names, { 'cold-start': section([missed]) });
    expect(page.slice(0, page.indexOf('<!-- part'))).toContain('Budgets missed:\n\n- **Missed:** worst');
    expect(renewPage(page, names, { 'cold-start': section([met]) })).toContain('No figure below misses its budget.');
  });

  it('gives back what a section says of a figure', () => {
    const page = renewPage('', names, { 'cold-start': section([missed, shown]) });
    expect(measuredIn(page, 'cold-start', 'worst')).toBe(1.45);
    expect(measuredIn(page, 'cold-start', 'reference')).toBe(64);
    expect(measuredIn(page, 'cold-start', 'median')).toBeUndefined();
    expect(measuredIn('', 'growth', 'worst')).toBeUndefined();
  });
});
