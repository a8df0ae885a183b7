import { answerJson, type EngineAnswer, type EngineCall, errorType } from './engine-call.ts';
import { addressId, readItems } from './item-reader.ts';
import { type Item, itemSize } from './item-size.ts';
import { isObject, type JsonObject } from './json-fields.ts';
import type { KeyLocks } from './key-locks.ts';
import { checkUnits, readUnits, writeUnits } from './units.ts';
import { type PlannedWrite, plannedWrites, type ShapeOf } from './write-plan.ts';

/** Units spent on one table by one call. */
export type Spent = { readonly table: string; readonly readUnits: number; readonly writeUnits: number };

/** An item as a call left it; undefined when the item is gone. */
export type Written = { readonly write: PlannedWrite; readonly after: Item | undefined };

export type MeasuredAnswer = { readonly answer: EngineAnswer; readonly spent: readonly Spent[]; readonly written: readonly Written[] };

/** How long DynamoDB remembers a transaction's ClientRequestToken. */
const TOKEN_LIFETIME_MS = 10 * 60_000;

/** Remembers the tokens of committed transactions: the same token again is answered without writing, and costs reads. */
const createTokenMemory = () => {
  const committed = new Map<string, number>();
  return {
    knows: (token: string) => (committed.get(token) ?? 0) > performance.now(),
    remember(token: string) {
      const now = performance.now();
      for (const [old, until] of committed) if (until <= now) committed.delete(old);
      committed.set(token, now + TOKEN_LIFETIME_MS);
    },
  };
};

const withoutWrites = (answer: EngineAnswer): MeasuredAnswer => ({ answer, spent: [], written: [] });

const REFUSED_BY_CONDITION = new Set(['ConditionalCheckFailedException', 'TransactionCanceledException']);

/** Whether a batch left part of itself undone. */
const isPartial = (answer: EngineAnswer) => {
  const undone = answerJson(answer)?.['UnprocessedItems'];
  return isObject(undone) && Object.keys(undone).length > 0;
};

/** Gives a function that sends a write to the engine and counts what it cost, by the items before and after it. */
export const createMeasuredWrite = (engine: EngineCall, shapeOf: ShapeOf, locks: KeyLocks) => {
  const tokens = createTokenMemory();

  const afterImages = async (writes: readonly PlannedWrite[], answer: EngineAnswer): Promise<(write: PlannedWrite) => Item | undefined> => {
    const unknown = isPartial(answer) ? writes : writes.filter(({ action }) => action === 'update');
    const read = await readItems(engine, unknown);
    return (write) => (unknown.includes(write) ? read.get(addressId(write)) : write.item);
  };

  const counted = async (
    writes: readonly PlannedWrite[],
    transactional: boolean,
    token: string | undefined,
    send: () => Promise<EngineAnswer>,
  ) => {
    const before = await readItems(engine, writes).catch(() => undefined);
    // The engine does not take such keys: it refuses the write too, in DynamoDB's own words.
    if (!before) return withoutWrites(await send());
    const imageBefore = (write: PlannedWrite) => before.get(addressId(write));
    const answer = await send();
    if (answer.status !== 200) {
      const refused = REFUSED_BY_CONDITION.has(errorType(answerJson(answer) ?? {}));
      const checked = refused ? writes : [];
      const spent = checked.map((write) => ({
        table: write.table.name,
        readUnits: 0,
        writeUnits: checkUnits(imageBefore(write), transactional).total,
      }));
      return { answer, spent, written: [] };
    }
    if (token !== undefined && tokens.knows(token)) {
      const spent = writes.map((write) => {
        const stored = imageBefore(write);
        return { table: write.table.name, readUnits: readUnits(stored ? itemSize(stored) : 0, 'transactional'), writeUnits: 0 };
      });
      return { answer, spent, written: [] };
    }
    if (token !== undefined) tokens.remember(token);
    const after = await afterImages(writes, answer);
    const spent = writes.map((write) => {
      const old = imageBefore(write);
      const units =
        write.action === 'check'
          ? checkUnits(old, transactional)
          : writeUnits(write.table, { before: old, after: after(write) }, transactional);
      return { table: write.table.name, readUnits: 0, writeUnits: units.total };
    });
    const written = writes.filter(({ action }) => action !== 'check').map((write) => ({ write, after: after(write) }));
    return { answer, spent, written };
  };

  return async (operation: string, input: JsonObject, send: () => Promise<EngineAnswer>): Promise<MeasuredAnswer> => {
    let writes: PlannedWrite[];
    try {
      writes = await plannedWrites(operation, input, shapeOf);
    } catch {
      // Malformed, or of a table that is not there: the engine answers with DynamoDB's own error, and nothing is spent.
      return withoutWrites(await send());
    }
    const token = input['ClientRequestToken'];
    const transactional = operation === 'TransactWriteItems';
    return locks([...new Set(writes.map(addressId))], () =>
      counted(writes, transactional, transactional && typeof token === 'string' ? token : undefined, send),
    );
  };
};
