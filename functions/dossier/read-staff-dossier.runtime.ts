import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { ReadStaffDossierEnv } from './dossier.env.ts';

export const readStaffDossierRuntime = () => {
  const env = readEnv(ReadStaffDossierEnv);
  const http = httpRuntime(env);
  return {
    ...http,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
    ids: randomIds(http.clock),
  };
};
