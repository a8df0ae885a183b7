import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../infra/build-app.ts';

export type Resource = { readonly Type: string; readonly Properties: Record<string, unknown>; readonly DeletionPolicy?: string };

/** The stacks of a province and of the national cell; bundling is off unless asked for (contents of bundles have tests of their own). */
export const synthesize = (province: string, { bundling = false }: { readonly bundling?: boolean } = {}) => {
  const outdir = mkdtempSync(join(tmpdir(), 'motcua-synth-'));
  try {
    const app = buildApp({ context: { ...(!bundling && { 'aws:cdk:bundling-stacks': [] }), province }, outdir });
    const stages = app.node.children.filter((child) => Stage.isStage(child));
    return stages.flatMap((stage) =>
      stage.node.children
        .filter((child) => Stack.isStack(child))
        .map((stack) => ({ stage: stage.node.id, stack: stack.node.id, template: Template.fromStack(stack) })),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

/** All resources of a template with their logical ids. */
export const resourcesOf = (template: Template): [string, Resource][] =>
  Object.entries(template.toJSON()['Resources'] as Record<string, Resource>);

export const ofType = (template: Template, type: string): [string, Resource][] =>
  resourcesOf(template).filter(([, one]) => one.Type === type);
