import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildApp } from '../../infra/build-app.ts';
import { acknowledge } from '../../infra/nag.ts';

const folder = mkdtempSync(join(tmpdir(), 'motcua-nag-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (): App => buildApp({ context: { 'aws:cdk:bundling-stacks': [] }, outdir: mkdtempSync(join(folder, 'cdk-')) });

type Finding = { readonly rule: string; readonly path: string };

/** Every finding of both packs, those that are acknowledged included. */
const findingsOf = (app: App): readonly Finding[] =>
  [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) => {
    // cdk-nag leaves acknowledged findings out while it walks, and has no option for not doing so.
    Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
    return pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })),
      );
  });

const Acknowledged = z.record(z.string(), z.string());

const acknowledgementsOf = (app: App) =>
  app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(Acknowledged.parse(data)).map(([id, reason]) => ({
          path: node.path,
          id: id.replace(/^annotation::/i, ''),
          reason,
        })),
      ),
  );

/** The service stack of a new app. */
const serviceStack = (app: App): Stack => {
  const found = app.node
    .findAll()
    .filter((construct) => Stage.isStage(construct))
    .flatMap((stage) => stage.node.children)
    .find((construct) => Stack.isStack(construct) && construct.node.id === 'Service');
  if (!Stack.isStack(found)) throw new Error('there is no service stack');
  return found;
};

describe('the rules AwsSolutions and Serverless', () => {
  const app = build();
  // References between stacks become exports at synthesis, and findings name them: it comes first.
  app.synth();
  const findings = findingsOf(app);
  const acknowledgements = acknowledgementsOf(app);

  it('hold for the whole app, but for what is acknowledged', () => {
    expect(findings.length).toBeGreaterThan(100);
    const accepted = new Set(acknowledgements.map(({ id }) => id));
    expect(findings.filter(({ rule }) => !accepted.has(rule))).toEqual([]);
  });

  it('each acknowledgement says why, beside a construct of a stack, and accepts a finding that is there', () => {
    expect(acknowledgements.length).toBeGreaterThan(100);
    const stale = acknowledgements.filter(
      ({ path, id }) => !findings.some((finding) => finding.rule === id && (finding.path === path || finding.path.startsWith(`${path}/`))),
    );
    expect(stale).toEqual([]);
    expect(acknowledgements.filter(({ reason }) => reason.length < 20)).toEqual([]);
    // <stage>/<stack>/<construct>: none for the app, a stage or a whole stack.
    expect(acknowledgements.filter(({ path }) => path.split('/').length < 3)).toEqual([]);
  });

  it('an unexplained finding fails synthesis, and passes once it is explained', () => {
    const unexplained = build();
    new Queue(serviceStack(unexplained), 'Open', { enforceSSL: true });
    expect(() => unexplained.synth()).toThrow('Acknowledge with');

    const explained = build();
    const queue = new Queue(serviceStack(explained), 'Open', { enforceSSL: true });
    for (const rule of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'])
      acknowledge(queue, rule, 'stands in a test only, and is explained');
    expect(() => explained.synth()).not.toThrow();
  });
});
