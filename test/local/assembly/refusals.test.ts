import { expect, test } from 'vitest';
import { resolved, resolveTemplates } from './template-lab.ts';

test.each<[string, unknown, RegExp]>([
  ['an unknown intrinsic function', { 'Fn::Transform': {} }, /Cell-A: intrinsic function Fn::Transform/],
  ['Fn::Cidr', { 'Fn::Cidr': [] }, /intrinsic function Fn::Cidr/],
  ['a reference to nothing', { Ref: 'Nobody' }, /reference to Nobody, which the stack does not have/],
  ['an attribute that the type does not have', { 'Fn::GetAtt': ['Q', 'Colour'] }, /attribute Colour of AWS::SQS::Queue \(Q\)/],
  ['an import that nobody exports', { 'Fn::ImportValue': 'x' }, /import of x, which no stack of Cell exports/],
  ['a condition that does not exist', { 'Fn::If': ['Maybe', 1, 2] }, /condition Maybe, which the stack does not have/],
  ['a mapping that does not exist', { 'Fn::FindInMap': ['M', 'a', 'b'] }, /mapping M\.a\.b, which the stack does not have/],
  ['an index out of range', { 'Fn::Select': [2, ['a']] }, /Fn::Select 2 from 1 values/],
  ['a join of an object', { 'Fn::Join': ['', [{ a: 1 }]] }, /Fn::Join of \{"a":1\}/],
  ['a dynamic reference', '{{resolve:ssm:/x}}', /dynamic reference \{\{resolve:ssm:\/x\}\}/],
])('refuses %s', (_what, value, message) => {
  expect(() => resolved(value, { Resources: { Q: { Type: 'AWS::SQS::Queue' } } })).toThrow(message);
});

test('all that is not implemented is named in one error, each once', () => {
  const template = {
    Transform: 'AWS::LanguageExtensions',
    Rules: { CheckBootstrapVersion: {}, Mine: {} },
    Conditions: { Odd: { 'Fn::Contains': [] } },
    Resources: {
      Web: { Type: 'AWS::EC2::Instance' },
      Own: { Type: 'Custom::Thing' },
      Nested: { Type: 'AWS::CloudFormation::Stack' },
      Q: { Type: 'AWS::SQS::Queue', Condition: 'Odd' },
      P: { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::GetAtt': ['Web', 'PublicIp'] } } },
    },
  };
  expect(() => resolveTemplates([template])).toThrow(
    [
      'the local runtime cannot deploy Cell:',
      '- Cell-A: template section or rule Transform',
      '- Cell-A: template section or rule Mine',
      '- Cell-A: resource type AWS::EC2::Instance (Web)',
      '- Cell-A: resource type Custom::Thing (Own)',
      '- Cell-A: resource type AWS::CloudFormation::Stack (Nested)',
      '- Cell-A: condition function Fn::Contains',
    ].join('\n'),
  );
});

test('references in a circle end in an error', () => {
  const template = {
    Resources: {
      A: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['B', 'QueueName'] } } },
      B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['A', 'QueueName'] } } },
    },
  };
  expect(() => resolveTemplates([template])).toThrow(/circular reference through A/);
});

test('conditions in a circle end in an error', () => {
  const template = {
    Conditions: { A: { Condition: 'B' }, B: { Condition: 'A' } },
    Resources: { Q: { Type: 'AWS::SQS::Queue', Condition: 'A' } },
  };
  expect(() => resolveTemplates([template])).toThrow(/circular reference through condition A/);
});

test('exports in a circle end in an error', () => {
  const outputs = (name: string, other: string) => ({
    Resources: {},
    Outputs: { O: { Value: { 'Fn::ImportValue': other }, Export: { Name: name } } },
  });
  expect(() => resolveTemplates([outputs('a', 'b'), outputs('b', 'a')])).toThrow(/circular reference through import of/);
});

test('a stack for another region is refused', () => {
  expect(() => resolveTemplates([{ Resources: {} }], {}, 'eu-west-1')).toThrow(
    /Cell-A: it is synthesized for eu-west-1, not ap-southeast-1/,
  );
});

test('a function whose code is no asset of the assembly is refused', () => {
  const template = { Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: 'x' } } } } };
  expect(() => resolveTemplates([template])).toThrow(/Cell-A: code of F is no asset of the assembly/);
});
