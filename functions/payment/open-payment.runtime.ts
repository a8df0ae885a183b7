import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { secretMerchantAccount } from './merchant-account.secrets.ts';
import { OpenPaymentEnv } from './payment.env.ts';

export const openPaymentRuntime = () => {
  const env = readEnv(OpenPaymentEnv);
  const http = httpRuntime(env);
  return {
    ...http,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    pause,
    random: Math.random,
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    account: secretMerchantAccount(env.MERCHANT_SECRET, http.clock),
    page: env.PAYMENT_PAGE,
    returnUrl: `${env.API_ADDRESS.replace(/\/$/, '')}/public/payments/vnpay/return`,
  };
};
