import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The kernel that every slice may import (ADR 1). */
const kernel = ['ledger', 'platform', 'calendar', 'procedure', 'api'];

type Import = { readonly file: string; readonly from: string; readonly isType: boolean };

const importsOf = (pattern: string): Import[] =>
  globSync(pattern, { cwd: root }).flatMap((file) =>
    [...readFileSync(resolve(root, file), 'utf8').matchAll(/import\s+(type\s)?[^;]*?from\s+'([^']+)'/g)].map(([, type, from = '']) => ({
      file,
      from: from.startsWith('.') ? resolve(root, dirname(file), from).slice(root.length + 1) : from,
      isType: Boolean(type),
    })),
  );

describe('the boundaries of the code', () => {
  it('keeps slices apart: a slice imports itself and the kernel only', () => {
    const faults = importsOf('functions/**/*.ts').filter(({ file, from }) => {
      const [, slice] = file.split('/');
      const [top, other = ''] = from.split('/');
      return top === 'functions' && other !== slice && !kernel.includes(other);
    });
    expect(faults).toEqual([]);
  });

  it('lets the deployment see only types of the functions', () => {
    expect(importsOf('infra/**/*.ts').filter(({ from, isType }) => from.startsWith('functions/') && !isType)).toEqual([]);
  });

  it('keeps product code free of any knowledge of where it runs', () => {
    const faults = globSync('functions/**/*.ts', { cwd: root }).filter((file) =>
      /\blocalhost\b|127\.0\.0\.1|isLocal/.test(readFileSync(resolve(root, file), 'utf8')),
    );
    expect(faults).toEqual([]);
  });
});

describe('the linter', () => {
  const planted = resolve(root, 'functions/planted');
  afterEach(() => rmSync(planted, { recursive: true, force: true }));

  const lint = (name: string, text: string) => {
    mkdirSync(planted, { recursive: true });
    writeFileSync(resolve(planted, name), text);
    return spawnSync(resolve(root, 'node_modules/.bin/biome'), ['lint', '--vcs-enabled=false', planted], { cwd: root, encoding: 'utf8' });
  };

  it('refuses the SDK in pure code', () => {
    const { status, stderr, stdout } = lint(
      'rule.ts',
      "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nexport const client = new DynamoDBClient({});\n",
    );
    expect([status, `${stdout}${stderr}`.includes('noRestrictedImports')]).toEqual([1, true]);
  });

  it('lets an adapter import the SDK', () => {
    const { status } = lint(
      'rule.dynamodb.ts',
      "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\n\nexport const client = new DynamoDBClient({});\n",
    );
    expect(status).toBe(0);
  });

  it('refuses an adapter in a use case', () => {
    const { status } = lint(
      'use-it.ts',
      "import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';\n\nexport const ledger = dynamoLedger;\n",
    );
    expect(status).toBe(1);
  });
});
