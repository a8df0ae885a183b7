import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.looseObject({ EventSourceArn: z.unknown() }).partial().optional() }),
  ),
});

const isQueueMapping = (type: string, sourceArn: unknown): boolean =>
  type === 'AWS::Lambda::EventSourceMapping' && JSON.stringify(sourceArn).includes('Queue');

/**
 * Has every queue of an assembly bring its messages one by one, so that an invocation is about one message, and what it calls does
 * not depend on which messages happened to lie in the queue together.
 */
export const bringOneByOne = (assembly: string): void => {
  for (const file of globSync(join(assembly, 'assembly-*', '*.template.json'))) {
    const template = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const { Type, Properties } of Object.values(template.Resources))
      if (Properties && isQueueMapping(Type, Properties.EventSourceArn)) Object.assign(Properties, { BatchSize: 1 });
    writeFileSync(file, JSON.stringify(template));
  }
};
