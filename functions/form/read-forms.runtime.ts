import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { ReadFormsEnv } from './form.env.ts';

export const readFormsRuntime = () => {
  const env = readEnv(ReadFormsEnv);
  const http = httpRuntime(env);
  return {
    ...http,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
    ids: randomIds(http.clock),
  };
};
