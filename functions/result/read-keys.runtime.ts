import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { ReadKeysEnv } from './result.env.ts';
import { kmsResultKey } from './result-key.kms.ts';

export const readKeysRuntime = () => ({ ...httpRuntime(), key: kmsResultKey(readEnv(ReadKeysEnv).RESULT_KEY) });
