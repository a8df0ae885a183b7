import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { formatJson } from '../../scripts/description/format-json.ts';

const root = resolve(import.meta.dirname, '../..');
/** What `biome ci` wants of a text that would lie in this file. */
const formatted = (file: string, input: string): string =>
  execFileSync(resolve(root, 'node_modules/.bin/biome'), ['format', `--stdin-file-path=${file}`], { cwd: root, input, encoding: 'utf8' });

it.each([
  ['npm run baseline', 'infra/stateful-baseline.json'],
  ['npm run record:alarms', 'test/infra/alarms/series/quiet-hour.json'],
  ['npm run record:alarms', 'test/infra/alarms/series/table-throttled-for-half-an-hour.json'],
])('what %s writes into %s is what the linter accepts', (_, file) => {
  const text = formatJson(JSON.parse(readFileSync(resolve(root, file), 'utf8')));
  expect(formatted(file, text)).toBe(text);
});
