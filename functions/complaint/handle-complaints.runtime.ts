import { vietnamCalendar } from '../calendar/vietnam.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { pause } from '../platform/retry.ts';
import { HandleComplaintsEnv } from './complaint.env.ts';
import { dynamoComplaints } from './complaints.dynamodb.ts';

/** The work of those who handle complaints: the same rights for all of it. */
export const handleComplaintsRuntime = () => {
  const env = readEnv(HandleComplaintsEnv);
  const client = documentClient();
  const ledger = dynamoLedger(client, env.DOSSIERS_TABLE);
  return {
    ...httpRuntime(env),
    ledger,
    complaints: dynamoComplaints(client, env.DOSSIERS_TABLE, ledger),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    calendar: vietnamCalendar,
    ids: randomIds(systemClock),
    pause,
    random: Math.random,
  };
};
