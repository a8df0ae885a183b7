import { createHash } from 'node:crypto';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Execution, ExecutionStatus, HistoryEvent } from './execution.ts';
import { eventFromRow, executionFromRow, type Row, scopeFromRow } from './journal-rows.ts';
import { JOURNAL_SCHEMA } from './journal-schema.ts';
import { type Changes, writeChanges } from './journal-write.ts';
import type { Scope } from './scope.ts';

/** states.sqlite: every execution, its history, where it stands, its tokens, and the status events not yet handed on. */
export class Journal {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(JOURNAL_SCHEMA);
  }

  close(): void {
    this.#db.close();
  }

  keepDefinition(text: string): string {
    const hash = createHash('sha256').update(text).digest('hex');
    this.#run('INSERT OR IGNORE INTO definitions VALUES (?, ?)', hash, text);
    return hash;
  }

  definition(hash: string): string {
    return String(this.#one('SELECT text FROM definitions WHERE hash = ?', hash)?.['text'] ?? '');
  }

  /** When the machine was deployed first. */
  machineCreatedAt(arn: string, now: number): number {
    this.#run('INSERT OR IGNORE INTO machines VALUES (?, ?)', arn, now);
    return Number(this.#one('SELECT created_at FROM machines WHERE arn = ?', arn)?.['created_at']);
  }

  addExecution(execution: Omit<Execution, 'id'>): Execution {
    const { lastInsertRowid } = this.#run(
      `INSERT INTO executions (arn, name, machine_arn, role_arn, definition, status, started_at, input, last_event, timeout_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      execution.arn,
      execution.name,
      execution.machineArn,
      execution.roleArn,
      execution.definition,
      execution.status,
      execution.startedAt,
      execution.input,
      execution.lastEvent,
      execution.timeoutAt ?? null,
    );
    return { ...execution, id: Number(lastInsertRowid) };
  }

  execution(id: number): Execution | undefined {
    const row = this.#one('SELECT * FROM executions WHERE id = ?', id);
    return row && executionFromRow(row);
  }

  executionByArn(arn: string): Execution | undefined {
    const row = this.#one('SELECT * FROM executions WHERE arn = ?', arn);
    return row && executionFromRow(row);
  }

  runningExecutions(): number[] {
    return this.#all(`SELECT id FROM executions WHERE status = 'RUNNING' ORDER BY id`).map((row) => Number(row['id']));
  }

  /** Newest first. */
  executionsOf(machineArn: string, status: ExecutionStatus | undefined, limit: number, offset: number): Execution[] {
    return this.#all(
      'SELECT * FROM executions WHERE machine_arn = ? AND (? IS NULL OR status = ?) ORDER BY started_at DESC, id DESC LIMIT ? OFFSET ?',
      machineArn,
      status ?? null,
      status ?? null,
      limit,
      offset,
    ).map(executionFromRow);
  }

  /** Forgets the executions that ended before `stoppedBefore`, with all that belongs to them. */
  purge(stoppedBefore: number): void {
    for (const row of this.#all('SELECT id FROM executions WHERE stopped_at IS NOT NULL AND stopped_at < ?', stoppedBefore)) {
      const id = Number(row['id']);
      for (const table of ['events', 'scopes', 'tokens']) this.#run(`DELETE FROM ${table} WHERE execution = ?`, id);
      this.#run('DELETE FROM executions WHERE id = ?', id);
    }
  }

  events(execution: number, after: number, limit: number, newestFirst: boolean): HistoryEvent[] {
    return newestFirst
      ? this.#all('SELECT * FROM events WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?', execution, after, limit).map(eventFromRow)
      : this.#all('SELECT * FROM events WHERE execution = ? AND id > ? ORDER BY id LIMIT ?', execution, after, limit).map(eventFromRow);
  }

  scope(execution: number, path: string): Scope | undefined {
    const row = this.#one('SELECT scope FROM scopes WHERE execution = ? AND path = ?', execution, path);
    return row && scopeFromRow(row);
  }

  runningScopes(execution: number): Scope[] {
    return this.#all(`SELECT scope FROM scopes WHERE execution = ? AND status = 'running' ORDER BY path`, execution).map(scopeFromRow);
  }

  token(hash: string): { readonly execution: number; readonly path: string; readonly open: boolean } | undefined {
    const row = this.#one('SELECT * FROM tokens WHERE hash = ?', hash);
    return row && { execution: Number(row['execution']), path: String(row['path']), open: row['open'] === 1 };
  }

  /** The earliest time at which something falls due by itself. */
  nextDue(): number | undefined {
    const row = this.#one(
      'SELECT min(a) AS due FROM (SELECT min(due) AS a FROM scopes WHERE due IS NOT NULL UNION ALL SELECT min(timeout_at) FROM executions WHERE timeout_at IS NOT NULL)',
    );
    return row?.['due'] == null ? undefined : Number(row['due']);
  }

  dueScopes(now: number): { readonly execution: number; readonly path: string }[] {
    return this.#all('SELECT execution, path FROM scopes WHERE due IS NOT NULL AND due <= ? ORDER BY due', now).map((row) => ({
      execution: Number(row['execution']),
      path: String(row['path']),
    }));
  }

  dueExecutions(now: number): number[] {
    return this.#all('SELECT id FROM executions WHERE timeout_at IS NOT NULL AND timeout_at <= ? ORDER BY timeout_at', now).map((row) =>
      Number(row['id']),
    );
  }

  firstStatusEvent(): { readonly id: number; readonly event: string } | undefined {
    const row = this.#one('SELECT id, event FROM outbox ORDER BY id LIMIT 1');
    return row && { id: Number(row['id']), event: String(row['event']) };
  }

  forgetStatusEvent(id: number): void {
    this.#run('DELETE FROM outbox WHERE id = ?', id);
  }

  transitions(): number {
    return Number(this.#one(`SELECT value FROM counters WHERE name = 'transitions'`)?.['value'] ?? 0);
  }

  /** Runs `write` in one durable transaction. */
  transaction<Result>(write: () => Result): Result {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = write();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Writes one step; call it within `transaction`. */
  write(changes: Changes): void {
    writeChanges((sql, ...values) => this.#run(sql, ...values), changes);
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run(sql: string, ...values: SQLInputValue[]) {
    return this.#statement(sql).run(...values);
  }

  #one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }
}
