import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parts } from './parts.ts';
import { describeMachine, type Measurement, measuredIn, renewPage, sectionText } from './report.ts';

/*
 * npm run bench [-- PART …] [--rounds N] [--write]
 * Measures all parts of parts.ts, or those named, prints their tables, and with --write puts them into docs/performance.md.
 * Exits 1 when a figure misses its budget or a part cannot be measured. Timings live here and not in npm test, because machines
 * are noisy: the load is printed beside them.
 */
const file = resolve(import.meta.dirname, '../../docs/performance.md');
const page = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const names = Object.keys(parts);

const readArguments = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string' }, write: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are ${names.join(', ')}`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds takes a whole number above 0');
  return { wanted: positionals.length > 0 ? names.filter((name) => positionals.includes(name)) : names, rounds, write: values.write };
};

const measure = async (name: string, rounds: number | undefined): Promise<Measurement> => {
  const load = parts[name];
  if (!load) throw new Error(`no part ${name}`);
  const { part } = await load();
  const [started, before] = [performance.now(), loadavg()[0] ?? 0];
  const rows = await part.measure({
    ...(rounds && { rounds }),
    before: (what) => measuredIn(page(), name, what),
    tell: (line) => void process.stderr.write(`${name}: ${line}\n`),
  });
  return {
    name,
    part,
    rows,
    command: `npm run bench -- ${name}${rounds ? ` --rounds ${rounds}` : ''}`,
    machine: describeMachine(),
    load: { before, after: loadavg()[0] ?? 0 },
    seconds: (performance.now() - started) / 1000,
  };
};

const failures: string[] = [];
const { wanted, rounds, write } = readArguments();
for (const name of wanted) {
  try {
    const measurement = await measure(name, rounds);
    const text = sectionText(measurement);
    process.stdout.write(`\n${text}\n`);
    // Written part by part, so that one which fails later does not lose what was measured.
    if (write) writeFileSync(file, renewPage(page(), names, { [name]: text }));
    failures.push(...measurement.rows.filter(({ ok }) => !ok).map(({ what }) => `${name}: ${what} misses its budget`));
  } catch (error) {
    failures.push(`${name} could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
process.stdout.write(failures.length > 0 ? `\n${failures.join('\n')}\n` : '\nall budgets met\n');
process.exitCode = failures.length > 0 ? 1 : 0;
