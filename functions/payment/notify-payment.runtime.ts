import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { secretMerchantAccount } from './merchant-account.secrets.ts';
import { NotifyPaymentEnv } from './payment.env.ts';

export const notifyPaymentRuntime = () => {
  const env = readEnv(NotifyPaymentEnv);
  const http = httpRuntime();
  return {
    ...http,
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    account: secretMerchantAccount(env.MERCHANT_SECRET, http.clock),
    cell: env.CELL,
  };
};
