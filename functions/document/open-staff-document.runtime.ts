import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { OpenStaffDocumentEnv } from './document.env.ts';
import { documentFiles } from './document-files.runtime.ts';

export const openStaffDocumentRuntime = () => {
  const env = readEnv(OpenStaffDocumentEnv);
  const client = documentClient();
  const http = httpRuntime(env);
  return {
    ...http,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    files: documentFiles(env.DOCUMENTS_BUCKET, client),
    ids: randomIds(http.clock),
  };
};
