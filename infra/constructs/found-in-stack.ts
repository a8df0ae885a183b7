import type { Stack } from 'aws-cdk-lib';
import type { Served } from './cell-api.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { GuardedQueue } from './guarded-queue.ts';
import { ServiceFunction } from './service-function.ts';

/** The functions of a stack that stand behind no route (`served`, and the one for unknown routes): nobody waits for them. */
export const backgroundFunctions = (
  stack: Stack,
  served: Served,
  ...others: readonly ServiceFunction<never>[]
): readonly ServiceFunction<never>[] => {
  const awaited = new Set([...others, ...[...served.values()].flat()]);
  return stack.node.findAll().filter((found): found is ServiceFunction<never> => found instanceof ServiceFunction && !awaited.has(found));
};

/** The queues of a stack, and where each gives up what it cannot do. */
export const queuesOf = (stack: Stack): readonly [readonly GuardedQueue[], readonly DeadLetterQueue[]] => {
  const all = stack.node.findAll();
  return [all.filter((found) => found instanceof GuardedQueue), all.filter((found) => found instanceof DeadLetterQueue)];
};
