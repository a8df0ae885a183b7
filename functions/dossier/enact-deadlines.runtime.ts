import { vietnamCalendar } from '../calendar/vietnam.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { pause } from '../platform/retry.ts';
import { EnactDeadlinesEnv } from './dossier.env.ts';

export const enactDeadlinesRuntime = () => {
  const env = readEnv(EnactDeadlinesEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    pause,
    random: Math.random,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    calendar: vietnamCalendar,
  };
};
