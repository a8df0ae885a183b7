import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { systemClock } from '../platform/clock.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { EnactDeadlinesEnv } from './dossier.env.ts';

export const enactDeadlinesRuntime = () => {
  const env = readEnv(EnactDeadlinesEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    ...deadlineRuntime(env.DOSSIERS_TABLE),
  };
};
