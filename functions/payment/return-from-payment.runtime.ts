import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { secretMerchantAccount } from './merchant-account.secrets.ts';
import { ReturnFromPaymentEnv } from './payment.env.ts';

export const returnFromPaymentRuntime = () => {
  const env = readEnv(ReturnFromPaymentEnv);
  const http = httpRuntime();
  return {
    ...http,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    account: secretMerchantAccount(env.MERCHANT_SECRET, http.clock),
  };
};
