import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { DecideTaskEnv } from './task.env.ts';

export const decideTaskRuntime = () => {
  const env = readEnv(DecideTaskEnv);
  return { ...httpRuntime(env), ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE), pause, random: Math.random };
};
