import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { TrackDossierEnv } from './dossier.env.ts';

export const trackDossierRuntime = () => {
  const env = readEnv(TrackDossierEnv);
  return { ...httpRuntime(), ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE) };
};
