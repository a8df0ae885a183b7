import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { pause } from '../platform/retry.ts';
import { RefuseDossierEnv } from './dossier.env.ts';

export const refuseDossierRuntime = () => {
  const env = readEnv(RefuseDossierEnv);
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    pause,
    random: Math.random,
  };
};
