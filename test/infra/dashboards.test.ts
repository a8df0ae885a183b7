import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cellConfig } from '../../infra/config.ts';
import { nameOfValue } from './alarms/alarm-rule.ts';
import { ofType, resourcesOf, synthesize } from './synthesized.ts';

const stacks = synthesize('42');

const Body = z.object({
  widgets: z.array(z.object({ type: z.string(), properties: z.looseObject({ metrics: z.array(z.array(z.unknown())).optional() }) })),
});

/** The body of a dashboard with each reference replaced by the name of what it refers to. */
const bodyOf = (properties: Readonly<Record<string, unknown>>): z.infer<typeof Body> => {
  const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }).parse(properties['DashboardBody']);
  const text = joined['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : nameOfValue(part))).join('');
  return Body.parse(JSON.parse(text));
};

/** Metrics of the whole account, which no resource of a cell has. */
const ACCOUNT_WIDE = ['AWS/Lambda ConcurrentExecutions'];

/** The metrics of a body with all their dimensions. CloudWatch writes `.` for "as in the row above". */
const metricsOf = ({ widgets }: z.infer<typeof Body>): { readonly name: string; readonly dimensions: readonly string[] }[] =>
  widgets.flatMap(({ properties: { metrics = [] } }) => {
    let above: string[] = [];
    return metrics.flatMap((metric) => {
      const words = metric.filter((word) => typeof word === 'string').map((word, index) => (word === '.' ? (above[index] ?? '') : word));
      if (words.length === 0) return [];
      above = words;
      const [namespace, name, ...pairs] = words;
      return [{ name: `${namespace} ${name}`, dimensions: pairs.filter((_, index) => index % 2 === 1) }];
    });
  });

const idsOf = (templates: readonly Template[]) =>
  new Set(templates.flatMap((template) => resourcesOf(template).map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))));

const dashboards = stacks.flatMap(({ stage, stack, template }) =>
  ofType(template, 'AWS::CloudWatch::Dashboard').map(([, { Properties }]) => ({
    stage,
    stack,
    template,
    name: Properties['DashboardName'],
    body: bodyOf(Properties),
  })),
);

describe('the dashboards', () => {
  it('are three at the most for a cell (CloudWatch bills each)', () => {
    expect(dashboards.map(({ name }) => name).sort()).toEqual([
      'motcua-42-agencies',
      'motcua-42-operations',
      'motcua-42-records',
      'motcua-national-operations',
    ]);
  });

  it('show metrics of resources of their own cell only', () => {
    const words = new Set(['owner', 'inbox', 'deadline']);
    for (const { stage, name, body } of dashboards) {
      const own = idsOf(stacks.filter((one) => one.stage === stage).map(({ template }) => template));
      const metrics = metricsOf(body);
      expect(metrics.length).toBeGreaterThan(5);
      const foreign = metrics.filter(({ name: metric, dimensions }) =>
        dimensions.length === 0 ? !ACCOUNT_WIDE.includes(metric) : dimensions.some((value) => !own.has(value) && !words.has(value)),
      );
      expect([name, foreign]).toEqual([name, []]);
    }
  });

  it('show every alarm of their stack, and link its runbook entry', () => {
    for (const { stage, stack, template } of stacks) {
      const alarms = ofType(template, 'AWS::CloudWatch::Alarm');
      if (alarms.length === 0) continue;
      const shown = dashboards.filter((one) => one.stage === stage && one.stack === stack).flatMap(({ body }) => body.widgets);
      const status = shown
        .filter(({ type }) => type === 'alarm')
        .flatMap(({ properties }) => z.array(z.string()).parse(properties['alarms']));
      expect(status.sort()).toEqual(alarms.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort());
      const text = shown.flatMap(({ type, properties }) => (type === 'text' ? [String(properties['markdown'])] : [])).join('\n');
      for (const [, { Properties }] of alarms) {
        const heading = String(Properties['AlarmDescription']).split('#')[1];
        expect(text).toContain(`[${heading}](${cellConfig('42').runbook}#${heading})`);
      }
    }
  });

  it('answer what an operator asks first', () => {
    const titles = dashboards.flatMap(({ name, body }) =>
      body.widgets.map(({ properties }) => `${String(name)}: ${String(properties['title'])}`),
    );
    for (const title of [
      'Calls of the API',
      'Calls by who calls',
      'Answers by who calls, first digit of the status',
      'Oldest message of each queue (seconds)',
      'Messages given up',
      'Events leaving the table',
      'Sweeps of deadlines',
      'Approvals',
      'Approvals open',
      'Units of the tables',
      'Calls that the tables turned away',
      'Functions that ended with an error',
      'Time of functions that nobody waits for (ms, p99)',
    ])
      expect(titles).toContain(`motcua-42-operations: ${title}`);
    expect(titles).toContain('motcua-42-agencies: Oldest message of each queue (seconds)');
  });
});
