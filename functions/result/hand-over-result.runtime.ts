import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { HandOverResultEnv } from './result.env.ts';

/** For the hand-over at the counter, the dispatch by post and its end. */
export const handOverResultRuntime = () => {
  const env = readEnv(HandOverResultEnv);
  return { ...httpRuntime(env), ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE), pause, random: Math.random };
};
