import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { RequestWithdrawalEnv } from './withdrawal.env.ts';

export const requestWithdrawalRuntime = () => {
  const env = readEnv(RequestWithdrawalEnv);
  return {
    ...httpRuntime(env),
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
  };
};
