import { deadlineRuntime } from '../deadline/deadline.runtime.ts';
import { kmsPersonalData } from '../ledger/personal-data.kms.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { AnswerTaskEnv } from './task.env.ts';

export const answerTaskRuntime = () => {
  const env = readEnv(AnswerTaskEnv);
  return {
    ...httpRuntime(env),
    ...deadlineRuntime(env.DOSSIERS_TABLE),
    personalData: kmsPersonalData(env.PERSONAL_DATA_KEY),
  };
};
