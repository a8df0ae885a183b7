import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { waitUntil } from '../support/wait-until.ts';
import { type AwsCalls, CallRefused } from './aws-call.ts';
import type { RejectedResource } from './known-gaps.ts';

const Resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() });
const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });

const refersTo = (part: unknown, id: string): boolean => JSON.stringify(part).includes(`"${id}"`);

/** Logical ids of what is rejected, and of what only shows it. */
const leftOut = ({ Resources }: z.infer<typeof Template>, rejected: readonly RejectedResource[]): readonly string[] => {
  const resources = Object.entries(Resources);
  return rejected.flatMap(({ type, property, shownBy = [] }) => {
    const own = resources.flatMap(([id, { Type, Properties = {} }]) =>
      type === Type && (property === undefined || property in Properties) ? [id] : [],
    );
    const showing = resources.filter(([, resource]) => shownBy.includes(resource.Type) && own.some((id) => refersTo(resource, id)));
    return [...own, ...showing.map(([id]) => id)];
  });
};

/**
 * Copies a cloud assembly without the resources that the emulator rejects. Returns the logical ids that were left out.
 * @throws Error when another resource or an output refers to one of them: then leaving it out would change more than itself
 */
export const copyWithout = (rejected: readonly RejectedResource[], assembly: string, copy: string): readonly string[] => {
  cpSync(assembly, copy, { recursive: true });
  const templates = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.template.json'));
  return templates.flatMap((name) => {
    const file = join(copy, name);
    const template = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
    const left = leftOut(template, rejected);
    if (left.length === 0) return [];
    for (const id of left) delete template.Resources[id];
    for (const id of left) if (refersTo(template, id)) throw new Error(`${name}: something refers to ${id}, which cannot be left out`);
    writeFileSync(file, JSON.stringify(template));
    return left;
  });
};

const CLOUDFORMATION = '2010-05-15';
const STACK = 'rejected-resource';
const SETTLES_WITHIN_MS = 120_000;

/** @throws Error when the emulator takes a resource that is known to be rejected */
export const stillRejected = async (calls: AwsCalls, rejected: readonly RejectedResource[]): Promise<void> => {
  const cloudFormation = (Action: string, input: Readonly<Record<string, string>> = {}) =>
    calls.query('cloudformation', CLOUDFORMATION, { Action, StackName: STACK, ...input });
  for (const { type, property, sample } of rejected) {
    const TemplateBody = JSON.stringify({ Resources: { Rejected: { Type: type, Properties: sample } } });
    try {
      await cloudFormation('CreateStack', { TemplateBody });
    } catch (error) {
      if (error instanceof CallRefused && error.message.includes('Unrecognized resource types')) continue;
      throw error;
    }
    const status = await waitUntil('the stack of a rejected resource to fail', SETTLES_WITHIN_MS, async () => {
      const [, found = ''] = /<StackStatus>(\w+)</.exec(await cloudFormation('DescribeStacks')) ?? [];
      return found.endsWith('_IN_PROGRESS') ? undefined : found;
    });
    await cloudFormation('DeleteStack');
    if (status === 'CREATE_COMPLETE')
      throw new Error(`${[type, property].filter(Boolean).join(' with ')} is not rejected any more: take it off the known gaps`);
  }
};
