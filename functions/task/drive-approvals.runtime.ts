import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { pause } from '../platform/retry.ts';
import { sfnApprovalMachine } from './approval-machine.sfn.ts';
import { DriveApprovalsEnv } from './task.env.ts';

export const driveApprovalsRuntime = () => {
  const env = readEnv(DriveApprovalsEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    pause,
    random: Math.random,
    machine: sfnApprovalMachine(env.APPROVAL_MACHINE),
  };
};
