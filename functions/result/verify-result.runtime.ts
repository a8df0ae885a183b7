import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { VerifyResultEnv } from './result.env.ts';

export const verifyResultRuntime = () => ({
  ...httpRuntime(),
  ledger: dynamoLedger(documentClient(), readEnv(VerifyResultEnv).DOSSIERS_TABLE),
});
