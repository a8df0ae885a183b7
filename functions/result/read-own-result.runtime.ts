import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { ReadOwnResultEnv } from './result.env.ts';

export const readOwnResultRuntime = () => {
  const env = readEnv(ReadOwnResultEnv);
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
  };
};
