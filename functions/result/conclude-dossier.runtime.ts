import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { systemClock } from '../platform/clock.ts';
import { readEnv } from '../platform/env.ts';
import { randomIds } from '../platform/ids.ts';
import { jsonLog } from '../platform/log.ts';
import { ConcludeDossierEnv } from './result.env.ts';
import { kmsResultKey } from './result-key.kms.ts';

export const concludeDossierRuntime = () => {
  const env = readEnv(ConcludeDossierEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    key: kmsResultKey(env.RESULT_KEY),
    ids: randomIds(systemClock),
    cell: env.CELL,
    issuer: env.API_ADDRESS,
  };
};
