import { bundledCalendars } from '../calendar/calendars.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { ProvideSupplementEnv } from './supplement.env.ts';

export const provideSupplementRuntime = () => {
  const env = readEnv(ProvideSupplementEnv);
  const client = documentClient();
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
    calendars: bundledCalendars,
    pause,
    random: Math.random,
  };
};
