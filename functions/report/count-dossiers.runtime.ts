import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { pause } from '../platform/retry.ts';
import { dynamoCounts } from './count-store.dynamodb.ts';
import { CountDossiersEnv } from './report.env.ts';

export const countDossiersRuntime = () => {
  const env = readEnv(CountDossiersEnv);
  const client = documentClient();
  return {
    clock: systemClock,
    log: jsonLog,
    pause,
    random: Math.random,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    counts: dynamoCounts(client, env.DOSSIERS_TABLE),
  };
};
