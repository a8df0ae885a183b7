import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { pause } from '../platform/retry.ts';
import { ReissueReceiptEnv } from './dossier.env.ts';

export const reissueReceiptRuntime = () => {
  const env = readEnv(ReissueReceiptEnv);
  const http = httpRuntime(env);
  return {
    ...http,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    pause,
    random: Math.random,
    ids: randomIds(http.clock),
  };
};
