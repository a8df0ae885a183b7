import { bundledCalendars } from '../calendar/calendars.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { EnactDeadlinesEnv } from './dossier.env.ts';

export const enactDeadlinesRuntime = () => {
  const env = readEnv(EnactDeadlinesEnv);
  const client = documentClient();
  return {
    clock: systemClock,
    log: jsonLog,
    pause,
    random: Math.random,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    procedures: bundledProcedures,
    calendars: bundledCalendars,
  };
};
