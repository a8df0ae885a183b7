import middy from '@middy/core';
import type { Clock } from './clock.ts';
import { type Log, type LogFields, reasonFor } from './log.ts';

/** The shell of a function that a schedule calls: one log line; a throw is logged and fails the call, so that its alarm sees it. */
export const scheduledHandler = (
  name: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  run: () => Promise<LogFields>,
) =>
  middy<unknown, void>().handler(async () => {
    const startedAt = clock.now().getTime();
    const ms = () => clock.now().getTime() - startedAt;
    try {
      const fields = await run();
      log('INFO', name, { ...fields, ms: ms() });
    } catch (error) {
      log('ERROR', `${name} failed`, { error: reasonFor(error), ms: ms() });
      throw error;
    }
  });
