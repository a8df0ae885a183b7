import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { sqsDelayedQueue } from '../platform/delayed-queue.sqs.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { pause } from '../platform/retry.ts';
import type { DueRestart } from './delay-restart.ts';
import { RestartExecutionEnv } from './task.env.ts';

export const restartExecutionRuntime = () => {
  const env = readEnv(RestartExecutionEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    pause,
    random: Math.random,
    machineArn: env.APPROVAL_MACHINE,
    queue: sqsDelayedQueue<DueRestart>(env.ENDED_EXECUTIONS_QUEUE),
  };
};
