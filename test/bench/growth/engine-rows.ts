import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { ComputedColumn, CutColumn, CutRows, Rows } from './copies.ts';

/*
 * Rows of a table and of its indexes in the engine's SQLite file (dynoxide 1.2.1). A stock of 100,000 dossiers is some 2.7 million
 * items; written here they take half a minute, through the engine as many minutes. What is written are copies of rows that the engine
 * has written itself, and the one column that it computes from a key is checked against its own.
 */

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const columnsOf = (database: DatabaseSync, table: string): string[] =>
  database
    .prepare(`PRAGMA table_info(${quoted(table)})`)
    .all()
    .map(({ name }) => String(name));

/** The engine's tables that hold items of `table`: its own and its indexes'. */
const tablesOf = (database: DatabaseSync, table: string): string[] =>
  database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND (name = ? OR name LIKE ? || '::gsi::%')`)
    .all(table, table)
    .map(({ name }) => String(name));

const column = (value: unknown): string | number | null => {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new TypeError(`a column of the engine holds ${typeof value}`);
};

/** How the engine writes the text of a key. */
const storedKey = (text: string): string => `S:${text}`;
const keyText = (stored: string): string => stored.slice(storedKey('').length);

/** The place of a partition in a scan. @param stored the partition as the engine writes it */
export const scanPlace = (stored: string): string =>
  createHash('md5')
    .update(`Outliers${keyText(stored)}`)
    .digest('hex')
    .slice(0, 6);

const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A column as an expression of SQL: its literal parts, with a numbered parameter for each slot between them. */
export const expressionOf = (value: CutColumn): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  const { literals, slots } = value;
  return literals.flatMap((literal, index) => [...(index > 0 ? [`?${(slots[index - 1] ?? 0) + 1}`] : []), sqlText(literal)]).join(' || ');
};

const slotsIn = (value: CutColumn): readonly number[] => (typeof value === 'object' && value !== null ? value.slots : []);

/** Inserts one copy, given the values of its slots. */
type Insert = (values: readonly string[]) => void;

export type EngineRows = {
  /** The column that the engine computes from a partition. */
  readonly computed: ComputedColumn;
  /** Every partition key of the table. */
  partitions(): string[];
  /** Every row whose partition, or whose item's partition, is in `partitions`. @throws when a scan place is not the one expected */
  read(partitions: readonly string[]): Rows;
  /** Runs `work` in one transaction; the engine must not be running. `copying` prepares the copies of one pattern. */
  bulk(work: (copying: (rows: CutRows) => Insert) => void): void;
  close(): void;
};

export const openEngineRows = (file: string, table: string): EngineRows => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  const names = tablesOf(database, table);
  const place = columnsOf(database, table).indexOf('hash_prefix');

  const check = (rows: Rows): Rows => {
    const own = rows[table] ?? [];
    if (place < 0 || own.some((row) => row[place] !== scanPlace(String(row[0]))))
      throw new Error('the engine orders partitions in a way that this loader does not know');
    return rows;
  };

  /** One statement per table holds all rows of a copy: its parameters are the slots. */
  const copying = (rows: CutRows): Insert => {
    const inserts = Object.entries(rows)
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => ({
        statement: database.prepare(
          `INSERT INTO ${quoted(name)} VALUES ${list.map((row) => `(${row.map(expressionOf).join(', ')})`).join(', ')}`,
        ),
        parameters: Math.max(0, ...list.flat().flatMap((value) => slotsIn(value).map((slot) => slot + 1))),
      }));
    return (values) => {
      for (const { statement, parameters } of inserts) statement.run(...values.slice(0, parameters));
    };
  };

  return {
    computed: { places: new Map([[table, place]]), of: scanPlace },
    partitions: () =>
      database
        .prepare(`SELECT DISTINCT pk FROM ${quoted(table)}`)
        .all()
        .map(({ pk }) => keyText(String(pk))),
    read: (partitions) => {
      const marks = partitions.map(() => '?').join(', ');
      const rowsOf = (name: string) =>
        database
          .prepare(`SELECT * FROM ${quoted(name)} WHERE ${name === table ? 'pk' : 'table_pk'} IN (${marks})`)
          .all(...partitions.map(storedKey))
          .map((row) => Object.values(row).map(column));
      return check(Object.fromEntries(names.map((name) => [name, rowsOf(name)])));
    },
    bulk: (work) => {
      // A log written ahead would hold everything a second time; a crash here only costs a throw-away folder.
      database.exec('PRAGMA synchronous = OFF');
      const mode = database.prepare('PRAGMA journal_mode = DELETE').get()?.['journal_mode'];
      if (mode !== 'delete') throw new Error(`the engine's file is in use: its journal stays ${mode}`);
      database.exec('BEGIN');
      work(copying);
      database.exec('COMMIT; PRAGMA journal_mode = WAL');
    },
    close: () => database.close(),
  };
};
