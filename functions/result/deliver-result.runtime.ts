import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { secretCredentials } from '../platform/client-credentials.secrets.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { httpNationalCell } from '../platform/national-cell.http.ts';
import { pause } from '../platform/retry.ts';
import { sqsDeliveries } from './deliveries.sqs.ts';
import { DeliverResultEnv } from './result.env.ts';

/** Five messages of a batch, each with one call, fit into the function's 20 seconds. */
const CALL_MS = 3000;

export const deliverResultRuntime = () => {
  const env = readEnv(DeliverResultEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    national: httpNationalCell({
      address: env.NATIONAL_API,
      tokenEndpoint: env.TOKEN_ENDPOINT,
      readCredentials: secretCredentials(env.NATIONAL_CLIENT_SECRET),
      clock: systemClock,
      timeoutMs: CALL_MS,
    }),
    deliveries: sqsDeliveries(env.DELIVERIES_QUEUE),
    pause,
    random: Math.random,
  };
};
