import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { sfnTaskTokens } from './approval-machine.sfn.ts';
import { HoldTaskTokenEnv } from './task.env.ts';

export const holdTaskTokenRuntime = () => {
  const env = readEnv(HoldTaskTokenEnv);
  return { clock: systemClock, log: jsonLog, ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE), machine: sfnTaskTokens() };
};
