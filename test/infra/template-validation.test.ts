import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyValidationStack } from 'aws-cdk-lib';
import { afterAll, expect, it } from 'vitest';
import { distinctTemplates } from '../../infra/template-validation.ts';

const folder = mkdtempSync(join(tmpdir(), 'motcua-templates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stack = (path: string, template: object, region = 'ap-southeast-2'): PolicyValidationStack => {
  const templatePath = join(folder, `${path.replace('/', '-')}-${region}.json`);
  writeFileSync(templatePath, JSON.stringify(template));
  return { stackConstructPath: path, templatePath, accountId: '111111111111', region };
};
const service = (code: string, digest: string, memory = 512) => ({
  [`QueueProvince${code}StateDossiers${digest}`]: {
    Name: `motcua-${code}-approval`,
    Table: `Province${code}-State:Dossiers`,
    Memory: memory,
  },
});
const pathsOf = (stacks: readonly PolicyValidationStack[]) => distinctTemplates(stacks).map(({ stackConstructPath }) => stackConstructPath);

it('validates one of the provinces whose templates differ by their code only', () => {
  const alike = [
    stack('Province01/Service', service('01', '9EDF775A1DFF82E1')),
    stack('Province42/Service', service('42', '3F28B365F34FBB57')),
    stack('Province96/Service', service('96', 'BFFDDB679DFA34CD')),
  ];
  expect(pathsOf(alike)).toEqual(['Province01/Service']);
});

it('knows a name that holds the paths of two stacks, one after the other', () => {
  const permission = (code: string, fn: string, api: string) => ({
    [`ApiScopedProvince${code}RecordsReadFormsFunction${fn}Province${code}ServiceHttpApi${api}`]: {
      Type: 'AWS::Lambda::Permission',
    },
  });
  const alike = [
    stack('Province01/Records', permission('01', '2E294FC4', '5856D9B6')),
    stack('Province92/Records', permission('92', '4BDB0CF8', 'C7C8946F')),
  ];
  expect(pathsOf(alike)).toEqual(['Province01/Records']);
});

it('validates each template that has something of its own', () => {
  const one = stack('Province01/Service', service('01', '9EDF775A1DFF82E1'));
  expect(pathsOf([one, stack('Province42/Service', service('42', '3F28B365F34FBB57', 1024))])).toHaveLength(2);
  expect(pathsOf([one, stack('Province42/Service', { Queue: { Name: 'motcua-01-approval' } })])).toHaveLength(2);
  expect(pathsOf([one, stack('National/Service', service('01', '9EDF775A1DFF82E1'))])).toHaveLength(2);
  expect(pathsOf([one, stack('Province42/Service', service('42', '3F28B365F34FBB57'), 'ap-southeast-1')])).toHaveLength(2);
});
