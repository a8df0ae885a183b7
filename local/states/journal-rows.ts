import type { SQLOutputValue } from 'node:sqlite';
import type { Execution, ExecutionStatus, HistoryEvent } from './execution.ts';
import { isRecord, parseJson } from './json.ts';
import type { Scope } from './scope.ts';

/** A row of node:sqlite. */
export type Row = Record<string, SQLOutputValue>;

const text = (row: Row, column: string): string => String(row[column]);
const optionalText = (row: Row, column: string): string | undefined => (row[column] == null ? undefined : String(row[column]));
const optionalNumber = (row: Row, column: string): number | undefined => (row[column] == null ? undefined : Number(row[column]));

const STATUSES: readonly ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

export const isExecutionStatus = (value: unknown): value is ExecutionStatus => STATUSES.some((status) => status === value);

export const executionFromRow = (row: Row): Execution => {
  const status = row['status'];
  if (!isExecutionStatus(status)) throw new Error(`states.sqlite holds an execution of status ${status}`);
  return {
    id: Number(row['id']),
    arn: text(row, 'arn'),
    name: text(row, 'name'),
    machineArn: text(row, 'machine_arn'),
    roleArn: text(row, 'role_arn'),
    definition: text(row, 'definition'),
    status,
    startedAt: Number(row['started_at']),
    stoppedAt: optionalNumber(row, 'stopped_at'),
    input: text(row, 'input'),
    output: optionalText(row, 'output'),
    error: optionalText(row, 'error'),
    cause: optionalText(row, 'cause'),
    lastEvent: Number(row['last_event']),
    timeoutAt: optionalNumber(row, 'timeout_at'),
  };
};

export const eventFromRow = (row: Row): HistoryEvent => {
  const details = parseJson(text(row, 'details'));
  return {
    id: Number(row['id']),
    previousEventId: Number(row['previous']),
    at: Number(row['at']),
    type: text(row, 'type'),
    details: isRecord(details) ? details : {},
  };
};

/** The engine's own writing, so its shape is known. */
export const scopeFromRow = (row: Row): Scope => JSON.parse(text(row, 'scope'));
