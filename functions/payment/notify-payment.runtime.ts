import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { secretMerchantAccount } from './merchant-account.secrets.ts';
import { NotifyPaymentEnv } from './payment.env.ts';

export const notifyPaymentRuntime = () => {
  const env = readEnv(NotifyPaymentEnv);
  const http = httpRuntime();
  return {
    ...http,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    pause,
    random: Math.random,
    account: secretMerchantAccount(env.MERCHANT_SECRET, http.clock),
    cell: env.CELL,
  };
};
