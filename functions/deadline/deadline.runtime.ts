import { bundledCalendars } from '../calendar/calendars.ts';
import { dynamoDowntimes } from '../downtime/downtimes.dynamodb.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';

/** What every function needs that moves a dossier whose clock runs: the steps, and what the clock is reckoned from. */
export const deadlineRuntime = (table: string) => {
  const client = documentClient();
  return {
    ledger: dynamoLedger(client, table),
    downtimes: dynamoDowntimes(client, table),
    procedures: bundledProcedures,
    calendars: bundledCalendars,
    pause,
    random: Math.random,
  };
};
