import { vietnamCalendar } from '../calendar/vietnam.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { pause } from '../platform/retry.ts';
import { HearCitizensEnv } from './complaint.env.ts';
import { dynamoComplaints } from './complaints.dynamodb.ts';

/** What owners of dossiers say of how they were handled: the same rights for all of it. */
export const hearCitizensRuntime = () => {
  const env = readEnv(HearCitizensEnv);
  const client = documentClient();
  const ledger = dynamoLedger(client, env.DOSSIERS_TABLE);
  return {
    ...httpRuntime(env),
    ledger,
    complaints: dynamoComplaints(client, env.DOSSIERS_TABLE, ledger),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    calendar: vietnamCalendar,
    ids: randomIds(systemClock),
    pause,
    random: Math.random,
  };
};
