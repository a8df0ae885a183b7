import { bundledCalendars } from '../calendar/calendars.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { secretMerchantAccount } from './merchant-account.secrets.ts';
import { NotifyPaymentEnv } from './payment.env.ts';

export const notifyPaymentRuntime = () => {
  const env = readEnv(NotifyPaymentEnv);
  const http = httpRuntime();
  const client = documentClient();
  return {
    ...http,
    ledger: dynamoLedger(client, env.DOSSIERS_TABLE),
    downtimes: dynamoDowntimes(client, env.DOSSIERS_TABLE),
    procedures: bundledProcedures,
    calendars: bundledCalendars,
    pause,
    random: Math.random,
    account: secretMerchantAccount(env.MERCHANT_SECRET, http.clock),
    cell: env.CELL,
  };
};
