import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the bus keeps over a restart: deliveries that are not done, and when each schedule began and was last due. */
export type EventJournal = ReturnType<typeof openEventJournal>;
/** Times are epoch milliseconds of virtual time; `content` is JSON. */
export type DeliveryRow = { readonly id: number; readonly content: string; readonly created: number; readonly attempts: number };
export type ScheduleRow = { readonly definition: string; readonly created: number; readonly last: number };

/** @returns the journal in `<dataDir>/events.sqlite` */
export const openEventJournal = (dataDir: string) => {
  mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, 'events.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS deliveries (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL, created REAL NOT NULL, attempts INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS schedules (arn TEXT PRIMARY KEY, definition TEXT NOT NULL, created REAL NOT NULL, last REAL NOT NULL);`);
  const addDelivery = database.prepare('INSERT INTO deliveries (content, created, attempts) VALUES (?, ?, 0)');
  const countAttempt = database.prepare('UPDATE deliveries SET attempts = attempts + 1 WHERE id = ?');
  const removeDelivery = database.prepare('DELETE FROM deliveries WHERE id = ?');
  const listDeliveries = database.prepare('SELECT id, content, created, attempts FROM deliveries ORDER BY id');
  const findSchedule = database.prepare('SELECT definition, created, last FROM schedules WHERE arn = ?');
  const writeSchedule = database.prepare('INSERT OR REPLACE INTO schedules (arn, definition, created, last) VALUES (?, ?, ?, ?)');
  return {
    /** Everything that `work` writes is kept, or nothing. */
    together: <T>(work: () => T): T => {
      database.exec('BEGIN');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    addDelivery: (content: string, now: number): DeliveryRow => ({
      id: Number(addDelivery.run(content, now).lastInsertRowid),
      content,
      created: now,
      attempts: 0,
    }),
    countAttempt: (id: number): void => {
      countAttempt.run(id);
    },
    removeDelivery: (id: number): void => {
      removeDelivery.run(id);
    },
    deliveries: (): DeliveryRow[] =>
      listDeliveries.all().map((row) => ({
        id: Number(row['id']),
        content: String(row['content']),
        created: Number(row['created']),
        attempts: Number(row['attempts']),
      })),
    schedule: (arn: string): ScheduleRow | undefined => {
      const row = findSchedule.get(arn);
      return row && { definition: String(row['definition']), created: Number(row['created']), last: Number(row['last']) };
    },
    setSchedule: (arn: string, { definition, created, last }: ScheduleRow): void => {
      writeSchedule.run(arn, definition, created, last);
    },
    stop: (): void => database.close(),
  };
};
