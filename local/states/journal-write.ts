import type { SQLInputValue } from 'node:sqlite';
import type { Execution, HistoryEvent } from './execution.ts';
import { dueOf, pathsBelow, type Scope } from './scope.ts';

/** What one step of an execution changes, written in one transaction. */
export type Changes = {
  readonly execution: Execution;
  readonly events: readonly HistoryEvent[];
  readonly scopes: readonly Scope[];
  readonly removedBelow: readonly string[];
  readonly openedTokens: readonly { readonly hash: string; readonly path: string }[];
  readonly closedTokens: readonly string[];
  readonly statusEvents: readonly string[];
  readonly transitions: number;
};

type Run = (sql: string, ...values: SQLInputValue[]) => unknown;

/** Writes one step with `run`, which executes a statement within the open transaction. */
export const writeChanges = (run: Run, changes: Changes): void => {
  const { execution } = changes;
  for (const { id, previousEventId, at, type, details } of changes.events) {
    run('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)', execution.id, id, previousEventId, at, type, JSON.stringify(details));
  }
  for (const { hash, path } of changes.openedTokens) run('INSERT INTO tokens VALUES (?, ?, ?, 1)', hash, execution.id, path);
  for (const hash of changes.closedTokens) run('UPDATE tokens SET open = 0 WHERE hash = ?', hash);
  if (execution.status === 'RUNNING') writeScopes(run, changes);
  else {
    run('UPDATE tokens SET open = 0 WHERE execution = ?', execution.id);
    run('DELETE FROM scopes WHERE execution = ?', execution.id);
  }
  run(
    'UPDATE executions SET status = ?, stopped_at = ?, output = ?, error = ?, cause = ?, last_event = ?, timeout_at = ? WHERE id = ?',
    execution.status,
    execution.stoppedAt ?? null,
    execution.output ?? null,
    execution.error ?? null,
    execution.cause ?? null,
    execution.lastEvent,
    execution.timeoutAt ?? null,
    execution.id,
  );
  for (const event of changes.statusEvents) run('INSERT INTO outbox (event) VALUES (?)', event);
  if (changes.transitions > 0) {
    run(
      `INSERT INTO counters VALUES ('transitions', ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
      changes.transitions,
    );
  }
};

const writeScopes = (run: Run, { execution, removedBelow, scopes }: Changes): void => {
  for (const prefix of removedBelow) {
    const { from, to } = pathsBelow(prefix);
    run('UPDATE tokens SET open = 0 WHERE execution = ? AND path >= ? AND path < ?', execution.id, from, to);
    run('DELETE FROM scopes WHERE execution = ? AND path >= ? AND path < ?', execution.id, from, to);
  }
  for (const scope of scopes) {
    run(
      'INSERT OR REPLACE INTO scopes VALUES (?, ?, ?, ?, ?)',
      execution.id,
      scope.path,
      scope.status,
      dueOf(scope) ?? null,
      JSON.stringify(scope),
    );
  }
};
