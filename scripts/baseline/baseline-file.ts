import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { buildApp } from '../../infra/build-app.ts';
import { formatJson } from '../description/format-json.ts';
import { Baseline, statefulResources } from './stateful-resources.ts';

/** The stateful resources as they were last agreed on: of one province, which stands for all, and of the national cell. */
const FILE = resolve(import.meta.dirname, '../../infra/stateful-baseline.json');

export const readBaseline = (): Baseline => Baseline.parse(JSON.parse(readFileSync(FILE, 'utf8')));

export const writeBaseline = (baseline: Baseline): void => writeFileSync(FILE, formatJson(baseline));

/** The stateful resources as the app has them now. Nothing is bundled: functions are not stateful. */
export const synthesizedBaseline = (): Baseline => {
  const outdir = mkdtempSync(join(tmpdir(), 'motcua-baseline-'));
  try {
    const stages = buildApp({ context: { 'aws:cdk:bundling-stacks': [] }, outdir }).node.children.filter((child) => Stage.isStage(child));
    return Object.fromEntries(
      stages.flatMap((stage) => stage.synth().stacks.map(({ hierarchicalId, template }) => [hierarchicalId, statefulResources(template)])),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
