import { expect, test } from 'vitest';
import { stateMachineDefinition } from '../../../local/assembly/state-machine-definition.ts';

const machine = (properties: Record<string, unknown>) => ({
  cell: 'Cell',
  stack: 'Cell-A',
  logicalId: 'Approval',
  type: 'AWS::StepFunctions::StateMachine',
  properties,
  physicalId: 'arn',
  attributes: {},
  dependsOn: [],
});

test('replaces placeholders inside JSON texts, whatever they contain', () => {
  const text = stateMachineDefinition(
    machine({ DefinitionString: '{"a":"${A} and ${A}","b":"{% $x %}"}', DefinitionSubstitutions: { A: 'say "hi"\n' } }),
  );
  expect(JSON.parse(text)).toEqual({ a: 'say "hi"\n and say "hi"\n', b: '{% $x %}' });
});

test('takes a definition given as an object', () => {
  expect(stateMachineDefinition(machine({ Definition: { StartAt: '${First}' }, DefinitionSubstitutions: { First: 'A' } }))).toBe(
    '{"StartAt":"A"}',
  );
});

test('refuses a placeholder without substitution by name', () => {
  expect(() => stateMachineDefinition(machine({ DefinitionString: '"${B}"' }))).toThrow('Approval: placeholder ${B} has no substitution');
});

test('refuses a definition that lies in S3', () => {
  expect(() => stateMachineDefinition(machine({ DefinitionS3Location: {} }))).toThrow(
    'Approval: only DefinitionString and Definition are read',
  );
});
