import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { ListOwnDossiersEnv } from './dossier.env.ts';

export const listOwnDossiersRuntime = () => {
  const env = readEnv(ListOwnDossiersEnv);
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
  };
};
