import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { ListInboxEnv } from './dossier.env.ts';

export const listInboxRuntime = () => {
  const env = readEnv(ListInboxEnv);
  return { ...httpRuntime(env), ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE) };
};
