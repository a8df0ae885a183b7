import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import cell from '../../docs/openapi.json' with { type: 'json' };
import national from '../../docs/openapi-national.json' with { type: 'json' };
import { audienceOf, nationalPolicy, policy, type RoutePolicy } from '../../functions/api/policy.ts';
import { problemKinds } from '../../functions/platform/problem-kinds.ts';
import { describedFiles } from '../../scripts/description/described-files.ts';
import { formatJson } from '../../scripts/description/format-json.ts';
import { openApiDocument } from '../../scripts/description/openapi-document.ts';
import { faultsOfAnswer } from './described-answer.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

type Operations = Readonly<
  Record<string, Readonly<Record<string, { readonly operationId: string; readonly security: readonly object[] }>>>
>;
const routesOf = (paths: Operations) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security }]) => ({
      operationId,
      route: `${method.toUpperCase()} ${path}`,
      security,
    })),
  );

describe('the generated descriptions', () => {
  it('say what the schemas say (npm run openapi writes them anew)', async () => {
    const files = await describedFiles();
    for (const [path, text] of files) expect(read(path) === text, path).toBe(true);
    const events = readdirSync(resolve(root, 'docs/events')).filter((file) => file.endsWith('.json'));
    expect(events.filter((file) => !files.has(`docs/events/${file}`))).toEqual([]);
  });

  it.each([
    ['a province cell', cell.paths as Operations, policy],
    ['the national cell', national.paths as Operations, nationalPolicy],
  ])('have the routes of the policy table, each with the security of its audience: %s', (_cell, paths, table) => {
    const expected = Object.entries<RoutePolicy>(table).map(([operationId, route]) => {
      const audience = audienceOf(route);
      return { operationId, route: `${route.method} ${route.path}`, security: audience === 'public' ? [] : [{ [audience]: [] }] };
    });
    const byName = (a: { operationId: string }, b: { operationId: string }) => (a.operationId < b.operationId ? -1 : 1);
    expect(routesOf(paths).sort(byName)).toEqual(expected.sort(byName));
  });

  it('are refused while an operation has no contract', () => {
    const facts = {
      title: '',
      description: '',
      version: '1',
      policy: { fly: { method: 'GET', path: '/public/fly' } },
      contracts: new Map(),
    } as const;
    expect(() => openApiDocument(facts)).toThrow('fly');
  });
});

describe('holding an answer against its description', () => {
  const keys = { status: 200, contentType: 'application/json', body: '{"keys":[]}' };
  it('finds nothing in an answer that is described', () => {
    expect(faultsOfAnswer('readKeys', keys)).toEqual([]);
  });

  const unknownRoute = { type: 'https://mot-cua.example/problems/route-unknown', title: 'x', status: 404 };
  it.each([
    ['another status', 'readKeys', { ...keys, status: 201 }],
    ['another type', 'readKeys', { ...keys, contentType: 'text/plain' }],
    ['a missing member', 'readKeys', { ...keys, body: '{}' }],
    ['a member too many', 'readKeys', { ...keys, body: '{"keys":[],"secret":"x"}' }],
    ['a member too many deeper down', 'verifyResult', { ...keys, body: '{"status":"unknown","pin":"042190000016"}' }],
    ['a problem without a type', 'readOwnDossier', { ...keys, status: 404, contentType: 'application/problem+json', body: '{}' }],
    [
      'a kind of problem that the operation does not name',
      'readOwnDossier',
      { ...keys, status: 404, contentType: 'application/problem+json', body: JSON.stringify(unknownRoute) },
    ],
    ['an operation that is not described', 'fly', keys],
  ])('finds %s', (_what, operation, answer) => {
    expect(faultsOfAnswer(operation, answer)).not.toEqual([]);
  });
});

describe('docs/problems.md', () => {
  const sections = new Map(
    read('docs/problems.md')
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n')).trim()]),
  );

  it('has a heading for every kind of problem and no other', () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(problemKinds).sort());
  });

  it('names the status of every kind and says something of it', () => {
    for (const [kind, { status }] of Object.entries(problemKinds)) {
      expect(sections.get(kind), kind).toMatch(new RegExp(`^${status}\\. \\w`));
      expect(sections.get(kind)?.length, kind).toBeGreaterThan(60);
    }
  });
});

describe('generated JSON', () => {
  it('is formatted as Biome does: short lists on one line, long ones and objects on several', () => {
    const long = Array.from({ length: 20 }, (_, n) => `number ${n} of twenty`);
    const text = formatJson({ a: [1, 2], b: [], c: {}, d: [{ e: undefined, f: null }], long });
    expect(JSON.parse(text)).toEqual({ a: [1, 2], b: [], c: {}, d: [{ f: null }], long });
    expect(text.split('\n').slice(0, 4)).toEqual(['{', '  "a": [1, 2],', '  "b": [],', '  "c": {},']);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(140);
  });
});
