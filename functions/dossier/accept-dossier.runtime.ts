import { vietnamCalendar } from '../calendar/vietnam.ts';
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
  return {
    ...http,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    pause,
    random: Math.random,
    procedures: bundledProcedures,
    calendar: vietnamCalendar,
    ids: randomIds(http.clock),
  };
};
