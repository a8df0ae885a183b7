import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describedFiles } from './description/described-files.ts';

/*
 * npm run openapi               writes docs/openapi*.json, docs/asyncapi.json and docs/events from the schemas that the functions run
 * npm run openapi -- --check    changes nothing; fails when one of them is missing, stale or left over
 */
const root = resolve(import.meta.dirname, '..');
const EVENTS = 'docs/events';

const files = await describedFiles();
const isStale = ([path, text]: [string, string]): boolean =>
  !existsSync(resolve(root, path)) || readFileSync(resolve(root, path), 'utf8') !== text;
const present = existsSync(resolve(root, EVENTS)) ? readdirSync(resolve(root, EVENTS)).map((file) => `${EVENTS}/${file}`) : [];
const leftOver = present.filter((path) => path.endsWith('.schema.json') && !files.has(path));
const stale = [...files].filter(isStale);

if (process.argv.includes('--check')) {
  for (const path of [...stale.map(([name]) => name), ...leftOver])
    console.error(`${path} does not say what the schemas say: npm run openapi`);
  process.exitCode = stale.length + leftOver.length > 0 ? 1 : 0;
} else {
  for (const path of leftOver) rmSync(resolve(root, path));
  for (const [path, text] of stale) {
    mkdirSync(dirname(resolve(root, path)), { recursive: true });
    writeFileSync(resolve(root, path), text);
    console.error(`wrote ${path}`);
  }
}
