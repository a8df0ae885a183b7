import { secretOwnerIndex } from '../ledger/owner-index.secrets.ts';
import { documentClient } from '../platform/dynamodb-client.dynamodb.ts';
import { readEnv } from '../platform/env.ts';
import { httpRuntime } from '../platform/http.runtime.ts';
import { randomIds } from '../platform/ids.ts';
import { pause } from '../platform/retry.ts';
import { bundledRegistries } from './bundled-registries.ts';
import { dynamoLookupRecords } from './lookup-records.dynamodb.ts';
import { LookUpEnv } from './registry.env.ts';
import { dynamoRegistryRecords } from './registry-records.dynamodb.ts';

export const lookUpRuntime = () => {
  const env = readEnv(LookUpEnv);
  const http = httpRuntime(env);
  const batches = { client: documentClient(), pause, random: Math.random };
  return {
    ...http,
    registries: bundledRegistries,
    records: dynamoRegistryRecords({ ...batches, table: env.REGISTRIES_TABLE }),
    lookups: dynamoLookupRecords({ ...batches, table: env.LOOKUP_RECORDS_TABLE }),
    ownerIndex: secretOwnerIndex(env.OWNER_KEYS_SECRET),
    ids: randomIds(http.clock),
  };
};
