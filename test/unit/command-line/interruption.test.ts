import { expect, it } from 'vitest';
import { interruption } from '../../../scripts/command-line/interruption.ts';

it.each(['SIGINT', 'SIGTERM'] as const)('%s is told to the command once, and then does again what it always does', (name) => {
  const before = process.listenerCount(name);
  const signal = interruption();
  expect([signal.aborted, process.listenerCount(name)]).toEqual([false, before + 1]);
  process.emit(name);
  expect([signal.aborted, process.listenerCount(name)]).toEqual([true, before]);
});
