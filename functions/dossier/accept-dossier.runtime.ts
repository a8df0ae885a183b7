import { vietnamCalendar } from '../calendar/vietnam.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { AcceptDossierEnv } from './dossier.env.ts';

export const acceptDossierRuntime = () => {
  const env = readEnv(AcceptDossierEnv);
  const http = httpRuntime(env);
  const client = documentClient();
  return {
    ...http,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    pause,
    random: Math.random,
    procedures: bundledProcedures,
    calendar: vietnamCalendar,
    ids: randomIds(http.clock),
  };
};
