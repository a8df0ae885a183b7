import { dynamoLedger } from '../ledger/ledger.dynamodb.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { bundledProcedures } from '../procedure/catalogue.ts';
import { ReadOwnDossierEnv } from './dossier.env.ts';

export const readOwnDossierRuntime = () => {
  const env = readEnv(ReadOwnDossierEnv);
  return {
    ...httpRuntime(env),
    ledger: dynamoLedger(documentClient(), env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    procedures: bundledProcedures,
  };
};
