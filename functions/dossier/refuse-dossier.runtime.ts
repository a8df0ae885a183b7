import { vietnamCalendar } from '../calendar/vietnam.ts';
import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { RefuseDossierEnv } from './dossier.env.ts';

export const refuseDossierRuntime = () => {
  const env = readEnv(RefuseDossierEnv);
  return {
    ...httpRuntime(env),
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
    calendar: vietnamCalendar,
  };
};
