import { bundledCalendars } from '../calendar/calendars.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { NumberResultEnv } from './result.env.ts';
import { kmsResultKey } from './result-key.kms.ts';

export const numberResultRuntime = () => {
  const env = readEnv(NumberResultEnv);
  const http = httpRuntime(env);
  const client = documentClient();
  return {
    ...http,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    calendars: bundledCalendars,
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
    key: kmsResultKey(env.RESULT_KEY),
    ids: randomIds(http.clock),
    cell: env.CELL,
    issuer: env.API_ADDRESS,
    pause,
    random: Math.random,
  };
};
