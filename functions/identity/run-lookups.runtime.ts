import { vietnamCalendar } from '../calendar/vietnam.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { secretCredentials } from '../platform/client-credentials.secrets.ts';
import { systemClock } from '../platform/clock.ts';
import { sqsDelayedQueue } from '../platform/delayed-queue.sqs.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { httpNationalCell } from '../platform/national-cell.http.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { RunLookupsEnv } from './identity.env.ts';
import type { LookupMessage } from './run-lookups.ts';

/** Five messages of a batch, each with one call, fit into the function's 20 seconds. */
const CALL_MS = 3000;

export const runLookupsRuntime = () => {
  const env = readEnv(RunLookupsEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    pause,
    random: Math.random,
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    nationalCell: httpNationalCell({
      address: env.NATIONAL_API,
      tokenEndpoint: env.TOKEN_ENDPOINT,
      readCredentials: secretCredentials(env.NATIONAL_CLIENT_SECRET),
      clock: systemClock,
      timeoutMs: CALL_MS,
    }),
    procedures: bundledProcedures,
    calendar: vietnamCalendar,
    queue: sqsDelayedQueue<LookupMessage>(env.LOOKUPS_QUEUE),
  };
};
