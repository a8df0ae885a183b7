import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The kernel that every slice may import (ADR 1). */
const kernel = ['ledger', 'platform', 'calendar', 'procedure', 'deadline', 'downtime', 'api'];

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

  it('gives functions the procedures that the synthesis names, never a file of the catalogue by its name', () => {
    const named = importsOf('functions/**/*.ts').filter(({ from }) => from.startsWith('catalogue/procedures'));
    expect(named).toEqual([]);
    expect(
      importsOf('functions/**/*.ts')
        .filter(({ from }) => from === '#procedures')
        .map(({ file }) => file),
    ).toEqual(['functions/procedure/catalogue.ts']);
  });

  it('keeps product code free of any knowledge of where it runs', () => {
    const faults = globSync('functions/**/*.ts', { cwd: root }).filter((file) =>
      /\blocalhost\b|127\.0\.0\.1|isLocal/.test(readFileSync(resolve(root, file), 'utf8')),
    );
    expect(faults).toEqual([]);
  });
});

/** Files planted among the functions, and whether the linter must refuse them. */
const planted = {
  'rule.ts': {
    text: "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\n\nexport const client = new DynamoDBClient({});\n",
    refused: true,
  },
  'rule.dynamodb.ts': {
    text: "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\n\nexport const client = new DynamoDBClient({});\n",
    refused: false,
  },
  'use-it.ts': {
    text: "import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';\n\nexport const ledger = dynamoLedger;\n",
    refused: true,
  },
  'deploy-it.runtime.ts': { text: "import { App } from 'aws-cdk-lib';\n\nexport const app = new App();\n", refused: true },
} as const;

describe('the linter', () => {
  const folder = resolve(root, 'functions/planted');
  let report = '';

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    for (const [name, { text }] of Object.entries(planted)) writeFileSync(resolve(folder, name), text);
    // One call for all: the linter reads the whole project first, to know its import cycles.
    const { stdout, stderr } = spawnSync(
      resolve(root, 'node_modules/.bin/biome'),
      ['lint', '--vcs-enabled=false', '--colors=off', folder],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    report = `${stdout}${stderr}`;
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(planted))('judges %s by the import rules', (name, { refused }) => {
    expect(new RegExp(`planted/${name.replaceAll('.', '\\.')}:\\d+:\\d+ lint/style/noRestrictedImports`).test(report)).toBe(refused);
  });
});
