import { expect, it } from 'vitest';
import { ofType, resourcesOf, synthesize } from './synthesized.ts';

it('synthesizes all 34 province cells and the national one within the limits of CloudFormation and SNS', () => {
  const stacks = synthesize('all');
  expect(stacks).toHaveLength(34 * 3 + 2);
  for (const { stage, stack, template } of stacks) {
    expect([stage, stack, resourcesOf(template).length <= 400]).toEqual([stage, stack, true]);
    const filtered = ofType(template, 'AWS::SNS::Subscription').filter(([, { Properties }]) => Properties['FilterPolicy']);
    expect(filtered.length).toBeLessThanOrEqual(25 + 5);
  }
}, 120_000);
