import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { ListTasksEnv } from './task.env.ts';

export const listTasksRuntime = () => {
  const env = readEnv(ListTasksEnv);
  return { ...httpRuntime(env), ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE) };
};
