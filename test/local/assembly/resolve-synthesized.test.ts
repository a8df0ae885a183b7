import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { type Assembly, type AssemblyStage, loadAssembly } from '../../../local/assembly/load-assembly.ts';
import { type Cell, logicalIdsOf, openCell, refuseSharedNames, resolveCell } from '../../../local/assembly/resolve-cell.ts';
import { stateMachineDefinition } from '../../../local/assembly/state-machine-definition.ts';
import { synthesizeSample } from './sample-app.ts';

const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
const endpoints = { sqs: 'http://127.0.0.1:4000', httpApi: (logicalId: string) => `http://127.0.0.1:5000/${logicalId}` };

let assembly: Assembly;
let hatinh: AssemblyStage;
let cell: Cell;
beforeAll(() => {
  const code = join(directory, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'index.mjs'), 'export const handler = async () => 1;');
  synthesizeSample(join(directory, 'cdk.out'), code);
  assembly = loadAssembly(join(directory, 'cdk.out'));
  const found = assembly.stages.find(({ name }) => name === 'Province42');
  if (!found) throw new Error('the sample has a stage Province42');
  hatinh = found;
  cell = openCell(hatinh, { parameters: { '*': { Mode: 'trial' } }, endpoints });
});
afterAll(() => rmSync(directory, { recursive: true }));

const only = (type: string, part = ''): DeployedResource => {
  const [found, ...others] = cell.resources.filter((resource) => resource.type === type && resource.logicalId.startsWith(part));
  if (!found || others.length > 0) throw new Error(`there is not one ${type} ${part}`);
  return found;
};

test('reads the stacks of every stage', () => {
  expect(assembly.stages.map(({ name, stacks }) => [name, stacks.map((stack) => stack.name)])).toEqual([
    ['Province42', ['Province42-State', 'Province42-Service', 'Province42-Agencies']],
    ['Province01', ['Province01-State', 'Province01-Service', 'Province01-Agencies']],
  ]);
});

test('finds the bundle of a function', () => {
  const bundle = only('AWS::Lambda::Function').bundle ?? '';
  expect(readFileSync(join(bundle, 'index.mjs'), 'utf8')).toContain('handler');
});

test('resolves the environment of a function across stacks, parameters and conditions', () => {
  const table = only('AWS::DynamoDB::GlobalTable');
  expect(only('AWS::Lambda::Function').properties['Environment']).toEqual({
    Variables: {
      TABLE: table.physicalId,
      TABLE_ARN: `arn:aws:dynamodb:ap-southeast-1:000000000000:table/${table.physicalId}`,
      TOPIC: only('AWS::SNS::Topic').physicalId,
      BUCKET: only('AWS::S3::Bucket').physicalId,
      KEY: only('AWS::KMS::Key', 'Signing').attributes['Arn'],
      SECRET: only('AWS::SecretsManager::Secret').physicalId,
      PLACE: 'https://id.example/b',
      MODE: 'trial mode',
      REGION: 'ap-southeast-1',
      CELL: 'cell 000000000000 of here',
    },
  });
});

test('a parameter given for a stage wins over its default and over one for every stage', () => {
  const variables = (parameters: Record<string, Record<string, string>>) =>
    resolveCell(hatinh, { parameters, endpoints }).find(({ type }) => type === 'AWS::Lambda::Function')?.properties['Environment'];
  expect(variables({ '*': { Mode: 'normal', CitizenIssuer: 'https://all' }, Province42: { CitizenIssuer: 'https://own' } })).toMatchObject({
    Variables: { PLACE: 'https://own/b', MODE: 'normal mode' },
  });
});

test('gives queues an address on the queue engine and APIs theirs', () => {
  const inbox = only('AWS::SQS::Queue', 'Inbox');
  expect(inbox.physicalId).toBe(`http://127.0.0.1:4000/000000000000/${inbox.attributes['QueueName']}`);
  expect(inbox.properties['RedrivePolicy']).toEqual({
    deadLetterTargetArn: only('AWS::SQS::Queue', 'DeadLetters').attributes['Arn'],
    maxReceiveCount: 5,
  });
  const api = only('AWS::ApiGatewayV2::Api');
  expect(api.attributes['ApiEndpoint']).toBe(`http://127.0.0.1:5000/${api.logicalId}`);
  expect(logicalIdsOf(hatinh, 'AWS::ApiGatewayV2::Api')).toEqual([api.logicalId]);
});

test('connects routes, sources, subscriptions and rules by what they refer to', () => {
  const route = only('AWS::ApiGatewayV2::Route');
  expect(route.properties).toMatchObject({
    ApiId: only('AWS::ApiGatewayV2::Api').physicalId,
    Target: `integrations/${only('AWS::ApiGatewayV2::Integration').physicalId}`,
    AuthorizerId: only('AWS::ApiGatewayV2::Authorizer').physicalId,
  });
  expect(only('AWS::ApiGatewayV2::Integration').properties['IntegrationUri']).toBe(only('AWS::Lambda::Function').attributes['Arn']);
  expect(only('AWS::Lambda::EventSourceMapping', 'SubmitDynamoDB').properties['EventSourceArn']).toBe(
    only('AWS::DynamoDB::GlobalTable').attributes['StreamArn'],
  );
  expect(only('AWS::SNS::Subscription', 'Land').properties).toMatchObject({
    TopicArn: only('AWS::SNS::Topic').physicalId,
    Endpoint: only('AWS::SQS::Queue', 'Land').attributes['Arn'],
  });
  expect(only('AWS::Events::Rule').properties['EventPattern']).toEqual({
    source: ['aws.states'],
    detail: { stateMachineArn: [only('AWS::StepFunctions::StateMachine').physicalId] },
  });
});

test('substitutes the placeholders of a state machine', () => {
  const machine = only('AWS::StepFunctions::StateMachine');
  expect(JSON.parse(stateMachineDefinition(machine))).toMatchObject({
    States: { Open: { Comment: `calls ${only('AWS::Lambda::Function').attributes['Arn']}` } },
  });
});

test('an output under a condition is there only when it holds', () => {
  expect(cell.outputs['Province42-Service.ApprovalName']).toBe(only('AWS::StepFunctions::StateMachine').attributes['Name']);
  expect(openCell(hatinh, { parameters: { '*': { Mode: 'other' } }, endpoints }).outputs).not.toHaveProperty(
    'Province42-Service.ApprovalName',
  );
});

test('gives the same names and ids at every boot', () => {
  expect(openCell(hatinh, { parameters: { '*': { Mode: 'trial' } }, endpoints })).toEqual(cell);
});

test('gives different names in another cell, except where the template fixes one', () => {
  const other = assembly.stages.find(({ name }) => name === 'Province01');
  const resources = resolveCell(other ?? hatinh, { parameters: { '*': { Mode: 'trial' } }, endpoints });
  expect(() => refuseSharedNames(cell.resources)).not.toThrow();
  expect(() => refuseSharedNames([...cell.resources, ...resources])).toThrow(
    /AWS::KMS::Alias alias\/signing is both SigningAlias\w+ of Province42-State and SigningAlias\w+ of Province01-State/,
  );
  const fixed = ['AWS::KMS::Alias', 'AWS::SSM::Parameter'];
  expect(() => refuseSharedNames([...cell.resources, ...resources].filter(({ type }) => !fixed.includes(type)))).not.toThrow();
});

test('a parameter without value and default is refused by name', () => {
  expect(() => openCell(hatinh, { parameters: {}, endpoints })).toThrow(
    /cannot deploy Province42:\n- Province42-Service: parameter Mode has no value and no default/,
  );
});

test('a parameter that the stage does not declare is refused; for every stage it may be missing', () => {
  expect(() => openCell(hatinh, { parameters: { Province42: { Mod: 'trial' } }, endpoints })).toThrow(
    'stage Province42 has no parameter Mod',
  );
  expect(() => openCell(hatinh, { parameters: { '*': { Mode: 'trial', Elsewhere: 'x' } }, endpoints })).not.toThrow();
});

test('a folder without an assembly is refused', () => {
  expect(() => loadAssembly(join(directory, 'code'))).toThrow(/there is no cloud assembly in .*code: synthesize the app first/);
});
