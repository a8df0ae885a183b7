import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { RequestSupplementEnv } from './supplement.env.ts';

export const requestSupplementRuntime = () => {
  const env = readEnv(RequestSupplementEnv);
  return {
    ...httpRuntime(env),
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
  };
};
