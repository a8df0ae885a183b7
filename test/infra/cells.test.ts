import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nationalPolicy, policy } from '../../functions/api/policy.ts';
import { countedFacts } from '../../functions/report/counted-facts.ts';
import { provinces } from '../../infra/config.ts';
import { ofType, resourcesOf, synthesize } from './synthesized.ts';

const stacks = synthesize('42');
const templateOf = (stage: string, stack: string) => {
  const found = stacks.find((one) => one.stage === stage && one.stack === stack);
  if (!found) throw new Error(`no ${stage}/${stack}`);
  return found.template;
};
const service = templateOf('Province42', 'Service');
const records = templateOf('Province42', 'Records');
/** The stacks of a province cell that functions are in. */
const running = [service, records];
const ofRunning = (type: string) => running.flatMap((template) => ofType(template, type));
/** Properties of the metric filters that count into a metric. */
const filtersInto = (metric: string) =>
  ofType(service, 'AWS::Logs::MetricFilter')
    .map(([, { Properties }]) => Properties)
    .filter(({ MetricTransformations }) => JSON.stringify(MetricTransformations).includes(`"${metric}"`));
const state = templateOf('Province42', 'State');
const agencies = templateOf('Province42', 'Agencies');

describe('every cell', () => {
  it('stays below 400 resources in each stack', () => {
    for (const { template } of stacks) expect(resourcesOf(template).length).toBeLessThanOrEqual(400);
  });

  it('gives each function Node 24 on arm64, JSON logs, a log group kept at least 12 months and no tracer', () => {
    for (const { template } of stacks) {
      const functions = ofType(template, 'AWS::Lambda::Function');
      for (const [id, { Properties }] of functions) {
        expect([id, Properties['Runtime'], Properties['Architectures']]).toEqual([id, 'nodejs24.x', ['arm64']]);
        expect(Properties['LoggingConfig']).toMatchObject({ LogFormat: 'JSON', SystemLogLevel: 'WARN' });
        expect(Properties['TracingConfig']).toBeUndefined();
      }
      for (const [, { Properties }] of ofType(template, 'AWS::Logs::LogGroup'))
        expect(Properties['RetentionInDays']).toBeGreaterThanOrEqual(365);
      expect(ofType(template, 'AWS::Logs::LogGroup').length).toBeGreaterThanOrEqual(functions.length);
    }
  });

  it('gives each queue a dead letter queue with an alarm, and encrypts the way in', () => {
    for (const { template } of stacks) {
      const queues = ofType(template, 'AWS::SQS::Queue');
      const alarmed = JSON.stringify(ofType(template, 'AWS::CloudWatch::Alarm'));
      for (const [id, { Properties }] of queues) {
        const isDeadLetters = Properties['RedrivePolicy'] === undefined;
        if (isDeadLetters) {
          expect(alarmed).toContain(`"${id}"`);
          expect(Properties['MessageRetentionPeriod']).toBe(14 * 86_400);
        } else expect(Properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
      }
    }
  });

  it('leaves a queue hidden from others at least six times as long as its consumer may run', () => {
    const functions = new Map(ofRunning('AWS::Lambda::Function'));
    const queues = new Map(ofRunning('AWS::SQS::Queue'));
    const sources = ofRunning('AWS::Lambda::EventSourceMapping').filter(([, one]) => JSON.stringify(one.Properties).includes('Queue'));
    const checked = sources.flatMap(([, { Properties }]) => {
      const [queue] = (Properties['EventSourceArn'] as { 'Fn::GetAtt'?: string[] })['Fn::GetAtt'] ?? [];
      const fn = (Properties['FunctionName'] as { Ref: string }).Ref;
      const visibility = queues.get(queue ?? '')?.Properties['VisibilityTimeout'];
      if (visibility === undefined) return [];
      expect(Number(visibility)).toBeGreaterThanOrEqual(6 * Number(functions.get(fn)?.Properties['Timeout']));
      return [queue];
    });
    expect(checked.length).toBe(6);
  });

  it('alarms when a queue is not drained, whoever should drain it', () => {
    for (const { template } of stacks) {
      const aged = ofType(template, 'AWS::CloudWatch::Alarm')
        .filter(([, { Properties }]) => Properties['MetricName'] === 'ApproximateAgeOfOldestMessage')
        .map(([, { Properties }]) => JSON.stringify(Properties['Dimensions']));
      const drained = ofType(template, 'AWS::SQS::Queue').filter(([, { Properties }]) => Properties['RedrivePolicy'] !== undefined);
      expect(drained.flatMap(([id]) => (aged.some((dimensions) => dimensions.includes(`"${id}"`)) ? [] : [id]))).toEqual([]);
    }
  });

  it('alarms when the sweep is not called, and takes silence for order everywhere else', () => {
    const treated = stacks.flatMap(({ template }) =>
      ofType(template, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [id.slice(0, -8), Properties['TreatMissingData']]),
    );
    expect(treated.filter(([, missing]) => missing !== 'notBreaching')).toEqual([['DossierSweepStopped', 'breaching']]);
  });

  it('keeps the logs of functions, calls and executions when their stack goes', () => {
    for (const { template } of stacks)
      for (const [id, { DeletionPolicy }] of ofType(template, 'AWS::Logs::LogGroup')) expect([id, DeletionPolicy]).toEqual([id, 'Retain']);
  });

  it('explains every alarm by its effect and a runbook entry, and tells the operators', () => {
    for (const { template } of stacks)
      for (const [, { Properties }] of ofType(template, 'AWS::CloudWatch::Alarm')) {
        expect(Properties['AlarmActions']).toHaveLength(1);
        expect(Properties['AlarmDescription']).toMatch(/^[A-Z].*\. docs\/runbook\.md#[a-z-]+$/);
      }
  });

  it('has a runbook entry for every alarm, and an alarm for every entry', () => {
    const named = stacks.flatMap(({ template }) =>
      ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => String(Properties['AlarmDescription']).split('#')[1]),
    );
    const runbook = readFileSync(resolve(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
    const entries = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect([...new Set(named)].sort()).toEqual(entries.sort());
  });

  it('keeps what must survive: retained, protected, with point-in-time recovery', () => {
    for (const { template } of stacks)
      for (const [, table] of ofType(template, 'AWS::DynamoDB::GlobalTable')) {
        expect(table.DeletionPolicy).toBe('Retain');
        const [replica] = table.Properties['Replicas'] as Record<string, unknown>[];
        expect(replica).toMatchObject({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        });
      }
    for (const type of ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'])
      for (const [, one] of ofType(state, type)) expect(one.DeletionPolicy).toBe('Retain');
  });

  it('names every action and resource of its functions: no wildcard but the objects of the bucket and the log delivery', () => {
    for (const [id, { Properties }] of ofRunning('AWS::IAM::Policy')) {
      const { Statement } = Properties['PolicyDocument'] as { Statement: { Action: string | string[]; Resource: unknown }[] };
      for (const { Action } of Statement)
        for (const action of [Action].flat()) expect([id, action]).toEqual([id, expect.not.stringContaining('*')]);
      const open = Statement.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
      expect(open.every((action) => /^(logs:|dynamodb:ListStreams)/.test(action))).toBe(true);
    }
  });

  it('lets a function do what it does and no more, where a group of rights would give more', () => {
    const actionsOf = (template: typeof service, role: string): string[] =>
      ofType(template, 'AWS::IAM::Policy')
        .filter(([id]) => id.startsWith(role))
        .flatMap(([, { Properties }]) => (Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] }).Statement)
        .flatMap(({ Action }) => Action)
        .filter((action) => /^(s3|dynamodb):/.test(action))
        .sort();
    const national = templateOf('National', 'Service');
    const read = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'];
    expect(actionsOf(service, 'DocumentRecordScanVerdict')).toEqual(['dynamodb:PutItem']);
    expect(actionsOf(service, 'DocumentConfirmUpload')).toEqual([
      ...[...read, 'dynamodb:PutItem', 'dynamodb:Query'],
      ...['s3:GetObject', 's3:ListBucket'],
    ]);
    expect(actionsOf(national, 'LookUp')).toEqual(['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem']);
    expect(actionsOf(national, 'LoadRegistry')).toEqual(['dynamodb:BatchWriteItem']);
  });

  it('counts what the payment function logs of a contradicted payment, and alarms', () => {
    const [filter] = filtersInto('PaymentsContradicted');
    expect(filter).toMatchObject({
      FilterPattern: '{ $.message = "payment-contradicted" }',
      LogGroupName: { Ref: expect.stringMatching(/^PaymentNotifyPaymentLogs/) },
      MetricTransformations: [{ MetricNamespace: 'MotCua/42', MetricName: 'PaymentsContradicted', MetricValue: '1' }],
    });
    const alarms = ofType(service, 'AWS::CloudWatch::Alarm').filter(([, one]) => one.Properties['MetricName'] === 'PaymentsContradicted');
    expect([alarms.length, alarms[0]?.[1].Properties['Namespace']]).toEqual([1, 'MotCua/42']);
  });

  it('counts what both consumers log of a national cell that does not answer, in one metric', () => {
    const patterns = filtersInto('NationalCellWaits').map((filter) => filter['FilterPattern']);
    expect(patterns.sort()).toEqual([
      '{ $.message = "deliverResult: waiting for the national cell" }',
      '{ $.message = "runLookups: waiting for the national cell" }',
    ]);
  });

  it('sends the counting queue every fact that its consumer takes, and no other', () => {
    const filters = ofType(records, 'AWS::SNS::Subscription')
      .filter(([id]) => id.startsWith('ReportCountsQueue'))
      .map(([, { Properties }]) => Properties['FilterPolicy']);
    expect(filters).toEqual([{ type: countedFacts.map((fact) => `vn.motcua.${fact}.v1`) }]);
  });

  it('exports nothing to another cell', () => {
    for (const { stage, template } of stacks) {
      const imports = JSON.stringify(template.toJSON()).match(/"Fn::ImportValue":"([^"]+)"/g) ?? [];
      for (const one of imports) expect(one).toContain(`"${stage}-`);
    }
  });
});

describe('the HTTP API', () => {
  const routesOf = (template: typeof service) => ofType(template, 'AWS::ApiGatewayV2::Route');

  it('has exactly the routes of the policy table, and a default', () => {
    const keys = running.flatMap(routesOf).map(([, { Properties }]) => Properties['RouteKey']);
    expect(keys.sort()).toEqual([...Object.values(policy).map(({ method, path }) => `${method} ${path}`), '$default'].sort());
    const national = routesOf(templateOf('National', 'Service')).map(([, { Properties }]) => Properties['RouteKey']);
    expect(national.sort()).toEqual([...Object.values(nationalPolicy).map(({ method, path }) => `${method} ${path}`), '$default'].sort());
  });

  it("demands the audience's token and scope on every route that is not public", () => {
    const authorizers = ofType(service, 'AWS::ApiGatewayV2::Authorizer');
    /** Another stack names an authorizer by its export, which holds its logical id. */
    const nameOf = (reference: unknown) => authorizers.find(([id]) => JSON.stringify(reference).includes(id))?.[1].Properties['Name'];
    const guarded = running.flatMap(routesOf).filter(([, { Properties }]) => !/\$default| \/public\//.test(String(Properties['RouteKey'])));
    expect(guarded.length).toBeGreaterThan(15);
    for (const [, { Properties }] of guarded) {
      const audience = String(Properties['RouteKey']).split('/')[1];
      expect(Properties['AuthorizationType']).toBe('JWT');
      expect(Properties['AuthorizationScopes']).toEqual([audience]);
      expect(nameOf(Properties['AuthorizerId'])).toBe(`${audience}Jwt`);
    }
  });
});

describe('the agencies stack', () => {
  it('feeds each system only the tasks of its agency', () => {
    const policies = ofType(agencies, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties['FilterPolicy']);
    expect(policies).toEqual(['land', 'commune', 'police'].map((agency) => ({ type: ['vn.motcua.task.opened.v1'], agency: [agency] })));
  });
});

it('knows the 34 provinces', () => {
  expect(provinces).toHaveLength(34);
  expect(new Set(provinces.map(({ code }) => code)).size).toBe(34);
});
