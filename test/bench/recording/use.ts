import type { CountedCall } from '../../../local/dynamodb/call-counters.ts';

/** One call of a function, as Lambda reports it. */
export type Invocation = { readonly name: string; readonly durationMs: number; readonly memoryMb: number };

/** Everything that two cells used between two moments. Sweeps that happened to fall between them are left out. */
export type Use = {
  /** Requests at the HTTP APIs, `POST /citizen/dossiers` and `national POST /agency/lookups`. */
  readonly api: Readonly<Record<string, number>>;
  readonly invocations: readonly Invocation[];
  /** Messages that functions took off queues, and agencies. */
  readonly queueMessages: number;
  readonly database: readonly CountedCall[];
  readonly transitions: number;
  /** As CloudWatch Logs counts ingestion. */
  readonly logBytes: number;
  /** Calls of other services by `Service.Operation`: `TrentService.Sign`, `S3.PUT`, `SNS.PublishBatch`, `SQS.SendMessage`. */
  readonly services: Readonly<Record<string, number>>;
};

export const addCounts = (
  left: Readonly<Record<string, number>>,
  right: Readonly<Record<string, number>>,
  sign: 1 | -1 = 1,
): Record<string, number> => {
  const sum: Record<string, number> = { ...left };
  for (const [name, count] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + sign * count;
  return Object.fromEntries(Object.entries(sum).filter(([, count]) => count !== 0));
};

export const NOTHING: Use = { api: {}, invocations: [], queueMessages: 0, database: [], transitions: 0, logBytes: 0, services: {} };

export const sumOf = (uses: readonly Use[]): Use =>
  uses.reduce(
    (sum, use) => ({
      api: addCounts(sum.api, use.api),
      invocations: [...sum.invocations, ...use.invocations],
      queueMessages: sum.queueMessages + use.queueMessages,
      database: [...sum.database, ...use.database],
      transitions: sum.transitions + use.transitions,
      logBytes: sum.logBytes + use.logBytes,
      services: addCounts(sum.services, use.services),
    }),
    NOTHING,
  );

/** Read and write units of all calls. */
export const unitsOf = ({ database }: Use): { readonly read: number; readonly write: number } => ({
  read: database.reduce((sum, { readUnits }) => sum + readUnits, 0),
  write: database.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
});
