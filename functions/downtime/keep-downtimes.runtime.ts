import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { pause } from '../platform/retry.ts';
import { KeepDowntimesEnv } from './downtime.env.ts';
import { dynamoDowntimeRegister } from './downtime-register.dynamodb.ts';

export const keepDowntimesRuntime = () => {
  const env = readEnv(KeepDowntimesEnv);
  const client = documentClient();
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    register: dynamoDowntimeRegister(client, env.DOSSIERS_TABLE),
    ids: randomIds(systemClock),
    cell: env.CELL,
    pause,
    random: Math.random,
  };
};
