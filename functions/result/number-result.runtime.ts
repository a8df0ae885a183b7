import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { NumberResultEnv } from './result.env.ts';
import { kmsResultKey } from './result-key.kms.ts';

export const numberResultRuntime = () => {
  const env = readEnv(NumberResultEnv);
  const http = httpRuntime(env);
  return {
    ...http,
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    key: kmsResultKey(env.RESULT_KEY),
    ids: randomIds(http.clock),
    cell: env.CELL,
    issuer: env.API_ADDRESS,
  };
};
