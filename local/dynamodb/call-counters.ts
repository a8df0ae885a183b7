import type { JsonObject } from './json-fields.ts';
import type { Spent } from './measured-write.ts';

export type Counter = { readonly requests: number; readonly readUnits: number; readonly writeUnits: number };

/** Units and requests since the start, over all tables and by operation and by table. */
export type DynamoCounters = Counter & {
  readonly byOperation: Readonly<Record<string, Counter>>;
  readonly byTable: Readonly<Record<string, Counter>>;
};

/** One call that went through the proxy. */
export type CountedCall = Counter & {
  readonly operation: string;
  readonly tables: readonly string[];
  readonly input: JsonObject;
  readonly userAgent: string;
  /** HTTP status of the answer, also when the answer was lost on purpose. */
  readonly status: number;
  /** Name of the error, when it is one. */
  readonly error: string | undefined;
  readonly spent: readonly Spent[];
};

const NOTHING: Counter = { requests: 0, readUnits: 0, writeUnits: 0 };

const combine = (left: Counter, right: Counter, sign: 1 | -1 = 1): Counter => ({
  requests: left.requests + sign * right.requests,
  readUnits: left.readUnits + sign * right.readUnits,
  writeUnits: left.writeUnits + sign * right.writeUnits,
});

const combineAll = (left: Readonly<Record<string, Counter>>, right: Readonly<Record<string, Counter>>, sign: 1 | -1) =>
  Object.fromEntries(
    [...new Set([...Object.keys(left), ...Object.keys(right)])].map((key) => [
      key,
      combine(left[key] ?? NOTHING, right[key] ?? NOTHING, sign),
    ]),
  );

export type CallCounters = ReturnType<typeof createCallCounters>;

export const createCallCounters = () => {
  let total = NOTHING;
  const byOperation = new Map<string, Counter>();
  const byTable = new Map<string, Counter>();
  const marks = new Map<string, DynamoCounters>();
  const listeners = new Set<(call: CountedCall) => void>();

  const addTo = (map: Map<string, Counter>, key: string, counter: Counter) => map.set(key, combine(map.get(key) ?? NOTHING, counter));
  const counters = (): DynamoCounters => ({ ...total, byOperation: Object.fromEntries(byOperation), byTable: Object.fromEntries(byTable) });

  return {
    add(call: CountedCall) {
      total = combine(total, call);
      addTo(byOperation, call.operation, call);
      for (const table of call.tables) addTo(byTable, table, { ...NOTHING, requests: 1 });
      for (const { table, ...units } of call.spent) addTo(byTable, table, { ...units, requests: 0 });
      for (const listener of listeners) listener(call);
    },
    counters,
    /** Remembers the present counters under a label. */
    mark: (label: string) => void marks.set(label, counters()),
    /** What was counted since mark(label); throws for a label that was not marked. */
    since(label: string): DynamoCounters {
      const start = marks.get(label);
      if (!start) throw new Error(`no mark ${label}`);
      const now = counters();
      return {
        ...combine(now, start, -1),
        byOperation: combineAll(now.byOperation, start.byOperation, -1),
        byTable: combineAll(now.byTable, start.byTable, -1),
      };
    },
    /** Hears of every call; the returned function ends that. */
    onCall(listener: (call: CountedCall) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
