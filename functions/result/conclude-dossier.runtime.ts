import { bundledCalendars } from '../calendar/calendars.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { randomIds } from '../platform/ids.ts';
import { jsonLog } from '../platform/log.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { ConcludeDossierEnv } from './result.env.ts';
import { kmsResultKey } from './result-key.kms.ts';

export const concludeDossierRuntime = () => {
  const env = readEnv(ConcludeDossierEnv);
  const client = documentClient();
  return {
    clock: systemClock,
    log: jsonLog,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    calendars: bundledCalendars,
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
    key: kmsResultKey(env.RESULT_KEY),
    ids: randomIds(systemClock),
    cell: env.CELL,
    issuer: env.API_ADDRESS,
    pause,
    random: Math.random,
  };
};
