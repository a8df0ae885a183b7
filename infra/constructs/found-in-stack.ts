import type { Stack } from 'aws-cdk-lib';
import type { CellApi } from './cell-api.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { GuardedQueue } from './guarded-queue.ts';
import { ServiceFunction } from './service-function.ts';

/** The functions of a stack that stand behind no route: nobody waits for them. */
export const backgroundFunctions = (
  stack: Stack,
  { served }: Pick<CellApi, 'served'>,
  unknownRoute: ServiceFunction<never>,
): readonly ServiceFunction<never>[] => {
  const awaited = new Set([unknownRoute, ...[...served.values()].flat()]);
  return stack.node.findAll().filter((found): found is ServiceFunction<never> => found instanceof ServiceFunction && !awaited.has(found));
};

/** The queues of a stack, and where each gives up what it cannot do. */
export const queuesOf = (stack: Stack): readonly [readonly GuardedQueue[], readonly DeadLetterQueue[]] => {
  const all = stack.node.findAll();
  return [all.filter((found) => found instanceof GuardedQueue), all.filter((found) => found instanceof DeadLetterQueue)];
};
