import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { systemClock } from '../platform/clock.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { jsonLog } from '../platform/log.ts';
import { pause } from '../platform/retry.ts';
import { bundledRegistries } from './bundled-registries.ts';
import { LoadRegistryEnv } from './registry.env.ts';
import { dynamoRegistryRecords } from './registry-records.dynamodb.ts';

export const loadRegistryRuntime = () => {
  const env = readEnv(LoadRegistryEnv);
  return {
    clock: systemClock,
    log: jsonLog,
    registries: bundledRegistries,
    records: dynamoRegistryRecords({ client: documentClient(), table: env.REGISTRIES_TABLE, pause, random: Math.random }),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
  };
};
