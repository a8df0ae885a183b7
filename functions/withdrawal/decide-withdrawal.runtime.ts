import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { DecideWithdrawalEnv } from './withdrawal.env.ts';

export const decideWithdrawalRuntime = () => {
  const env = readEnv(DecideWithdrawalEnv);
  return {
    ...httpRuntime(env),
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
  };
};
