import { describe, expect, test } from 'vitest';
import { resolved, resolveTemplates } from './template-lab.ts';

const queue = { Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'inbox' } } } };

describe('intrinsic functions', () => {
  test.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Q' }, 'http://sqs/000000000000/inbox'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Q', 'Arn'] }, 'arn:aws:sqs:ap-southeast-1:000000000000:inbox'],
    ['GetAtt as a text', { 'Fn::GetAtt': 'Q.QueueName' }, 'inbox'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 7]] }, 'a-ap-southeast-1-7'],
    ['Join of a split', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'a,b'] }] }, 'a+b'],
    [
      'Sub',
      { 'Fn::Sub': '${Q.Arn} ${AWS::Partition} ${!Literal} ${Q}' },
      'arn:aws:sqs:ap-southeast-1:000000000000:inbox aws ${Literal} http://sqs/000000000000/inbox',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${A}/${AWS::AccountId}', { A: { 'Fn::GetAtt': ['Q', 'QueueName'] } }] }, 'inbox/000000000000'],
    ['Select', { 'Fn::Select': ['1', ['a', { 'Fn::Base64': 'b' }]] }, 'Yg=='],
    ['FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'word'] }, 'hello'],
    ['If', { 'Fn::If': ['Yes', 'then', { Ref: 'Missing' }] }, 'then'],
    ['If the other way', { 'Fn::If': ['No', { Ref: 'Missing' }, 'else'] }, 'else'],
    ['NoValue in a list', ['a', { 'Fn::If': ['No', 'b', { Ref: 'AWS::NoValue' }] }], ['a']],
    ['NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['StackName', { Ref: 'AWS::StackName' }, 'Cell-A'],
    ['URLSuffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    ['plain values', [true, 7, null, 'x'], [true, 7, null, 'x']],
  ])('%s', (_name, value, expected) => {
    const conditions = { Yes: { 'Fn::Equals': [1, 1] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } };
    expect(resolved(value, { ...queue, Conditions: conditions, Mappings: { M: { 'ap-southeast-1': { word: 'hello' } } } })).toEqual(
      expected,
    );
  });

  test.each<[string, unknown, boolean]>([
    ['And', { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': [{ Ref: 'P' }, 'x'] }] }, true],
    ['And, one false', { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': ['y', 'x'] }] }, false],
    ['Or', { 'Fn::Or': [{ 'Fn::Equals': ['y', 'x'] }, { Condition: 'Yes' }] }, true],
    ['Or, none true', { 'Fn::Or': [{ 'Fn::Not': [{ Condition: 'Yes' }] }] }, false],
  ])('condition %s', (_name, condition, expected) => {
    const sections = {
      Parameters: { P: { Type: 'String', Default: 'x' } },
      Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, It: condition },
    };
    expect(resolved({ 'Fn::If': ['It', true, false] }, sections)).toBe(expected);
  });
});

describe('parameters', () => {
  const asked = (declaration: Record<string, unknown>, given?: string) =>
    resolved({ Ref: 'P' }, { Parameters: { P: declaration } }, given === undefined ? {} : { P: given });

  test('lists are split and numbers stay texts', () => {
    expect(asked({ Type: 'CommaDelimitedList' }, 'a, b')).toEqual(['a', 'b']);
    expect(asked({ Type: 'Number', Default: 7 })).toBe('7');
  });

  test.each<[string, Record<string, unknown>, string | undefined, RegExp]>([
    ['no value', { Type: 'String' }, undefined, /Cell-A: parameter P has no value and no default/],
    ['a word for a number', { Type: 'Number' }, 'x', /parameter P is not a number: x/],
    ['a value that is not allowed', { Type: 'String', AllowedValues: ['a', 'b'] }, 'c', /parameter P must be one of a, b, not c/],
    ['a value against the pattern', { Type: 'String', AllowedPattern: '[a-z]+' }, 'a1', /parameter P does not match \[a-z\]\+/],
    ['a value that is too short', { Type: 'String', MinLength: 3 }, 'ab', /parameter P is shorter than 3/],
    ['a value that is too long', { Type: 'String', MaxLength: 3 }, 'abcd', /parameter P is longer than 3/],
    [
      'one read from Systems Manager',
      { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
      undefined,
      /parameter P of type AWS::SSM::Parameter::Value<String>/,
    ],
  ])('refuses %s', (_name, declaration, given, message) => {
    expect(() => asked(declaration, given)).toThrow(message);
  });
});

describe('exports', () => {
  test('reach every stack of the stage, in any order, and chains of them', () => {
    const { resources } = resolveTemplates([
      { Resources: { It: { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::ImportValue': 'second' } } } } },
      { Resources: queue.Resources, Outputs: { O: { Value: { Ref: 'Q' }, Export: { Name: { 'Fn::Sub': 'first-${AWS::StackName}' } } } } },
      { Resources: {}, Outputs: { O: { Value: { 'Fn::ImportValue': 'first-Cell-B' }, Export: { Name: 'second' } } } },
    ]);
    expect(resources[0]?.properties['Value']).toBe('http://sqs/000000000000/inbox');
  });
});

test('a resource whose condition does not hold is left out', () => {
  const { resources } = resolveTemplates([
    {
      Conditions: { No: { 'Fn::Equals': [1, 2] } },
      Resources: {
        Q: { Type: 'AWS::SQS::Queue', Condition: 'No' },
        M: { Type: 'AWS::CDK::Metadata' },
        T: { Type: 'AWS::SNS::Topic', DependsOn: 'Q' },
      },
    },
  ]);
  expect(resources.map(({ logicalId, dependsOn }) => [logicalId, dependsOn])).toEqual([['T', ['Q']]]);
});
