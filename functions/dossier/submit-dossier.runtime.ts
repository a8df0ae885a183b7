import { vietnamCalendar } from '../calendar/vietnam.ts';
import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { SubmitDossierEnv } from './dossier.env.ts';
import { codeIssuersOf } from './dossier-code.ts';

export const submitDossierRuntime = () => {
  const env = readEnv(SubmitDossierEnv);
  const ledger = dynamoLedger(documentClient(), env.DOSSIERS_TABLE);
  return {
    ...httpRuntime(env),
    ledger,
    pause,
    random: Math.random,
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    procedures: bundledProcedures,
    calendar: vietnamCalendar,
    codeIssuers: codeIssuersOf(ledger),
  };
};
