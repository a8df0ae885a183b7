import { bundledCalendars } from '../calendar/calendars.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { ConfirmUploadEnv } from './document.env.ts';
import { documentFiles } from './document-files.runtime.ts';

export const confirmUploadRuntime = () => {
  const env = readEnv(ConfirmUploadEnv);
  const client = documentClient();
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    calendars: bundledCalendars,
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    files: documentFiles(env.DOCUMENTS_BUCKET, client),
    pause,
    random: Math.random,
  };
};
