import { bundledCalendars } from '../calendar/calendars.ts';
import { vietnamCalendar } from '../calendar/vietnam.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { RefuseDossierEnv } from './dossier.env.ts';

export const refuseDossierRuntime = () => {
  const env = readEnv(RefuseDossierEnv);
  const client = documentClient();
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    calendar: vietnamCalendar,
    calendars: bundledCalendars,
    procedures: bundledProcedures,
    pause,
    random: Math.random,
  };
};
