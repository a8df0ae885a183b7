import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { ProvideSupplementEnv } from './supplement.env.ts';

export const provideSupplementRuntime = () => {
  const env = readEnv(ProvideSupplementEnv);
  return {
    ...httpRuntime(env),
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
  };
};
