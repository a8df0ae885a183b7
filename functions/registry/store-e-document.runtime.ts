import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { dynamoEDocuments } from './e-documents.dynamodb.ts';
import { StoreEDocumentEnv } from './registry.env.ts';

export const storeEDocumentRuntime = () => {
  const env = readEnv(StoreEDocumentEnv);
  return {
    ...httpRuntime(env),
    documents: dynamoEDocuments(documentClient(), env.E_DOCUMENTS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
  };
};
