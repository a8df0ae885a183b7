import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { dynamoCounts } from './count-store.dynamodb.ts';
import { ReadReportsEnv } from './report.env.ts';

/** What leaders read of how their offices work: the same rights for all of it. */
export const readReportsRuntime = () => {
  const env = readEnv(ReadReportsEnv);
  const client = documentClient();
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    counts: dynamoCounts(client, env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
    ids: randomIds(systemClock),
    apiAddress: env.API_ADDRESS,
  };
};
