import { BatchGetCommand, type BatchGetCommandInput, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { type BatchWriteDeps, putAll } from '../platform/batch-write.dynamodb.ts';
import { backoffMs } from '../platform/retry.ts';
import { type RecordAddress, RegistryRecord, type RegistryRecords } from './registry-records.ts';

/*
 * Access patterns of the table "registries" (pk `<registry>#<key's HMAC>`, sk `RECORD`)
 *   one record by its natural key   base table, consistent
 */
const keyOf = ({ registry, keyHash }: RecordAddress) => ({ pk: `${registry}#${keyHash}`, sk: 'RECORD' });

/** As many keys as one BatchGetItem call takes; a lookup asks for fewer. */
const MOST_KEYS = 100;
const MOST_ATTEMPTS = 6;

type Keys = NonNullable<BatchGetCommandInput['RequestItems']>[string]['Keys'];

export const dynamoRegistryRecords = (deps: BatchWriteDeps): RegistryRecords => {
  const { client, table, pause, random } = deps;
  return {
    find: async (addresses) => {
      if (addresses.length > MOST_KEYS) throw new Error(`at most ${MOST_KEYS} records are read at once`);
      const found = new Map<string, RegistryRecord>();
      let left: Keys = [...new Map(addresses.map((address) => [keyOf(address).pk, keyOf(address)])).values()];
      for (let attempt = 0; left?.length; attempt += 1) {
        if (attempt === MOST_ATTEMPTS) throw new Error(`${left.length} keys of ${table} stayed unprocessed`);
        if (attempt > 0) await pause(backoffMs(attempt, random()));
        const answer: BatchGetCommandOutput = await client.send(
          new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
        );
        for (const item of answer.Responses?.[table] ?? []) found.set(String(item['pk']), RegistryRecord.parse(item));
        left = answer.UnprocessedKeys?.[table]?.Keys;
      }
      return addresses.map((address) => found.get(keyOf(address).pk));
    },
    save: (records) => putAll(deps)(records.map(({ data, asOf, ...address }) => ({ ...keyOf(address), itemVersion: 1, data, asOf }))),
  };
};
