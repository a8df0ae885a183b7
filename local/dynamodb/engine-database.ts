import { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from './json-fields.ts';

/**
 * What the runtime adds to the engine's SQLite file. It leans on the private schema of dynoxide 1.2.1, so the boot checks that
 * it took effect and stops otherwise.
 */
export type EngineDatabase = {
  /** Runs `remove` so that the stream record of this deletion names DynamoDB's time-to-live service as its author. */
  asTimeToLive<T>(table: string, key: JsonObject, remove: () => Promise<T>): Promise<T>;
  close(): void;
};

/** Without this index the engine reads its whole stream table at every write and every poll. */
const STREAM_INDEX = `CREATE INDEX IF NOT EXISTS local_stream_seq ON _stream_records(table_name, CAST(sequence_number AS INTEGER))`;

const STREAM_READ = `SELECT * FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) > ?
  ORDER BY CAST(sequence_number AS INTEGER)`;

/** The key's attributes in one fixed order: the engine writes them in any. */
const sortedKey = (json: string) =>
  `(SELECT json_group_object(key, json(value)) FROM (SELECT key, value FROM json_each(${json}) ORDER BY key))`;

const TIME_TO_LIVE = `
  CREATE TABLE IF NOT EXISTS local_ttl_deletion (table_name TEXT NOT NULL, key TEXT NOT NULL);
  DELETE FROM local_ttl_deletion;
  CREATE TRIGGER IF NOT EXISTS local_ttl_author AFTER INSERT ON _stream_records
  WHEN NEW.event_name = 'REMOVE' AND EXISTS (SELECT 1 FROM local_ttl_deletion WHERE table_name = NEW.table_name)
  BEGIN
    UPDATE _stream_records SET user_identity = '{"type":"Service","principalId":"dynamodb.amazonaws.com"}'
    WHERE id = NEW.id
      AND ${sortedKey('NEW.keys_json')} IN (SELECT key FROM local_ttl_deletion WHERE table_name = NEW.table_name);
  END;`;

/**
 * Opens a second connection to the engine's file (the engine writes ahead, so both may write).
 * @throws when the index is not used, that is when the engine's schema is not the one this was written for
 */
export const openEngineDatabase = (file: string): EngineDatabase => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec(STREAM_INDEX);
    const plan = database
      .prepare(`EXPLAIN QUERY PLAN ${STREAM_READ}`)
      .all('table', 0)
      .map((row) => String(row['detail']));
    if (!plan.some((detail) => /USING (COVERING )?INDEX local_stream_seq/.test(detail))) {
      throw new Error(`the engine would not use the index of its streams: ${plan.join('; ')}`);
    }
    database.exec(TIME_TO_LIVE);
  } catch (error) {
    database.close();
    throw new Error(`${file} does not have the schema of dynoxide 1.2.1, for which this runtime was written`, { cause: error });
  }
  const begin = database.prepare(`INSERT INTO local_ttl_deletion VALUES (?, ${sortedKey('?')})`);
  const finish = database.prepare(`DELETE FROM local_ttl_deletion WHERE table_name = ? AND key = ${sortedKey('?')}`);

  return {
    async asTimeToLive(table, key, remove) {
      const json = JSON.stringify(key);
      begin.run(table, json);
      try {
        return await remove();
      } finally {
        finish.run(table, json);
      }
    },
    close: () => database.close(),
  };
};
