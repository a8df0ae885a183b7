import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { expect, it, vi } from 'vitest';
import { readBaseline } from '../../scripts/baseline/baseline-file.ts';
import { ofType, resourcesOf, synthesize } from './synthesized.ts';

/** What the bundler was asked for, in order. Each bundle is a line with the name of its entry, so that no two are the same. */
const bundled = vi.hoisted((): string[] => []);
vi.mock('esbuild', () => ({
  buildSync: ({ entryPoints, outfile = '' }: BuildOptions) => {
    const entry = String(Object.values(entryPoints ?? {})[0]);
    bundled.push(entry);
    mkdirSync(dirname(outfile), { recursive: true });
    writeFileSync(outfile, `// ${entry}\n`);
  },
}));

/** Quota of CloudFormation is 500 resources; of SNS 200 filter policies for a topic. Ours leave room (design.md section 8). */
const MOST_RESOURCES = 400;
const MOST_FILTER_POLICIES = 150;
/** Agency systems of one cell (infra/config.ts) and consumers of its own: what a cell may grow to without a decision. */
const MOST_OF_A_CELL = 25 + 5;

it('synthesizes all 34 province cells and the national one within the limits of CloudFormation and SNS, bundling each function once', () => {
  const stacks = synthesize('all', { bundling: true });
  expect(stacks).toHaveLength(34 * 4 + 2);

  const policies = new Map<string, number>();
  for (const { stage, stack, template } of stacks) {
    expect([stage, stack, resourcesOf(template).length <= MOST_RESOURCES]).toEqual([stage, stack, true]);
    for (const [, { Properties }] of ofType(template, 'AWS::SNS::Subscription')) {
      if (!Properties['FilterPolicy']) continue;
      // Another stack names the topic by its export, the same for all: the stage and the text are one topic.
      const topic = `${stage} ${JSON.stringify(Properties['TopicArn'])}`;
      policies.set(topic, (policies.get(topic) ?? 0) + 1);
    }
  }
  expect(policies.size).toBe(34);
  for (const [topic, count] of policies) {
    expect([topic, count <= MOST_FILTER_POLICIES]).toEqual([topic, true]);
    expect([topic, count <= MOST_OF_A_CELL]).toEqual([topic, true]);
  }

  const functions = new Set(bundled);
  expect(functions.size).toBeGreaterThan(40);
  expect(bundled).toHaveLength(functions.size);
  const codeOf = (stage: string) =>
    stacks
      .filter((one) => one.stage === stage)
      .flatMap(({ template }) => ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => JSON.stringify(Properties['Code'])));
  expect(new Set(codeOf('Province42')).size).toBe(codeOf('Province42').length);
  expect(codeOf('Province01')).toEqual(codeOf('Province42'));
}, 240_000);

it('gives every province the stateful resources that are pinned for one', () => {
  const pinned = Object.entries(readBaseline()).flatMap(([name, resources]) =>
    name.startsWith('Province42/') ? Object.keys(resources).map((id) => `${name.split('/')[1]} ${id}`) : [],
  );
  const [first, second] = ['01', '96'].map((province) => {
    const ids = synthesize(province)
      .filter(({ stage }) => stage !== 'National')
      .flatMap(({ stack, template }) => resourcesOf(template).map(([id]) => `${stack} ${id}`));
    return pinned.filter((one) => !ids.includes(one));
  });
  expect([first, second]).toEqual([[], []]);
}, 120_000);
