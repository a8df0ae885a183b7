import { systemClock } from '../platform/clock.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { PublishEventsEnv } from './dossier.env.ts';
import { snsEventTopic } from './event-topic.sns.ts';

export const publishEventsRuntime = () => {
  const env = readEnv(PublishEventsEnv);
  return { clock: systemClock, log: jsonLog, topic: snsEventTopic(env.EVENTS_TOPIC), cell: env.CELL };
};
