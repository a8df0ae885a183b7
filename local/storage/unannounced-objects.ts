import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Unannounced = {
  readonly id: number;
  readonly bucket: string;
  readonly key: string;
  readonly reason: 'PutObject' | 'CopyObject';
};

/**
 * Writes that have begun and whose events are not on the bus yet, in `<dataDir>/storage.sqlite`: a kill between the two leaves
 * a row, and the next boot announces the object. An object may so be announced twice, never less than once.
 */
export const openUnannounced = (dataDir: string) => {
  mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, 'storage.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS unannounced (id INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL)`);
  const insert = database.prepare('INSERT INTO unannounced (bucket, key, reason) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM unannounced WHERE id = ?');
  const list = database.prepare('SELECT id, bucket, key, reason FROM unannounced ORDER BY id');
  return {
    begin: (bucket: string, key: string, reason: Unannounced['reason']): number => Number(insert.run(bucket, key, reason).lastInsertRowid),
    done: (id: number): void => {
      remove.run(id);
    },
    left: (): Unannounced[] =>
      list.all().map((row) => ({
        id: Number(row['id']),
        bucket: String(row['bucket']),
        key: String(row['key']),
        reason: row['reason'] === 'CopyObject' ? 'CopyObject' : 'PutObject',
      })),
    stop: (): void => database.close(),
  };
};
