import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type AwsCalls, CallRefused } from './aws-call.ts';

const Template = z.looseObject({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });

/**
 * Copies a cloud assembly without the resources of the given types. Returns the logical ids that were left out.
 * @throws Error when another resource or an output refers to one of them: then leaving it out would change more than itself
 */
export const copyWithout = (types: readonly string[], assembly: string, copy: string): readonly string[] => {
  cpSync(assembly, copy, { recursive: true });
  const templates = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.template.json'));
  return templates.flatMap((name) => {
    const file = join(copy, name);
    const template = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
    const left = Object.entries(template.Resources).filter(([, { Type }]) => types.includes(Type));
    if (left.length === 0) return [];
    for (const [id] of left) delete template.Resources[id];
    const text = JSON.stringify(template);
    for (const [id] of left) if (text.includes(`"${id}"`)) throw new Error(`${name}: something refers to ${id}, which cannot be left out`);
    writeFileSync(file, text);
    return left.map(([id]) => id);
  });
};

/** @throws Error when the emulator takes a resource type that is known to be rejected */
export const stillRejected = async (calls: AwsCalls, types: readonly string[]): Promise<void> => {
  for (const type of types) {
    const template = { Resources: { Rejected: { Type: type, Properties: {} } } };
    const input = { Action: 'CreateStack', StackName: 'rejected-type', TemplateBody: JSON.stringify(template) };
    const refusal = await calls.query('cloudformation', '2010-05-15', input).catch((error: unknown) => error);
    if (!(refusal instanceof CallRefused) || !refusal.message.includes('Unrecognized resource types'))
      throw new Error(`${type} is not rejected any more, take it off the known gaps: ${String(refusal)}`);
  }
};
