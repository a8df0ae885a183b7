import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { RecordScanVerdictEnv } from './document.env.ts';

export const recordScanVerdictRuntime = () => {
  const env = readEnv(RecordScanVerdictEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    bucket: env.DOCUMENTS_BUCKET,
  };
};
