/** The tables of states.sqlite. JSON is kept as text, times as epoch milliseconds. */
export const JOURNAL_SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS machines (arn TEXT PRIMARY KEY, created_at REAL NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, machine_arn TEXT NOT NULL, role_arn TEXT NOT NULL,
    definition TEXT NOT NULL, status TEXT NOT NULL, started_at REAL NOT NULL, stopped_at REAL, input TEXT NOT NULL, output TEXT, error TEXT,
    cause TEXT, last_event INTEGER NOT NULL, timeout_at REAL);
  CREATE INDEX IF NOT EXISTS executions_by_start ON executions (machine_arn, started_at, id);
  CREATE INDEX IF NOT EXISTS executions_running ON executions (id) WHERE status = 'RUNNING';
  CREATE INDEX IF NOT EXISTS executions_by_stop ON executions (stopped_at) WHERE stopped_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executions_by_timeout ON executions (timeout_at) WHERE timeout_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS events (
    execution INTEGER NOT NULL, id INTEGER NOT NULL, previous INTEGER NOT NULL, at REAL NOT NULL, type TEXT NOT NULL, details TEXT NOT NULL,
    PRIMARY KEY (execution, id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS scopes (
    execution INTEGER NOT NULL, path TEXT NOT NULL, status TEXT NOT NULL, due REAL, scope TEXT NOT NULL, PRIMARY KEY (execution, path)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS scopes_by_due ON scopes (due) WHERE due IS NOT NULL;
  CREATE TABLE IF NOT EXISTS tokens (hash TEXT PRIMARY KEY, execution INTEGER NOT NULL, path TEXT NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tokens_by_path ON tokens (execution, path);
  CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;
