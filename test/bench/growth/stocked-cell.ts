import { VirtualClock } from '../../../local/clock.ts';
import { openDynamoProxy } from '../../../local/dynamodb/proxy.ts';
import { seededIds } from './copies.ts';
import { type Cpu, readCpu } from './cpu.ts';
import { type Operation, performer } from './operations.ts';
import { stockOf } from './stock.ts';
import { openStockedEngine, type Patterns } from './stocked-engine.ts';
import { planWork, type WorkPlan } from './work.ts';

/** Units that one operation consumes; exact. */
export type Units = { readonly read: number; readonly write: number };

/** The pattern dossiers have the first running numbers. */
const FIRST_SERIAL = 1_000;

/** A cell whose table holds a stock of `size` dossiers. */
export type StockedCell = {
  readonly size: number;
  /** CPU of one operation (microseconds), the mean of `times`. */
  cpuOf(operation: Operation, times: number): Promise<Cpu>;
  /** Does the operation once, through the counting proxy. */
  unitsOf(operation: Operation): Promise<Units>;
  /** @throws when the operations did not do what they say */
  check(): Promise<void>;
  stop(): Promise<void>;
};

/** @param times how often each operation will be done in all */
export const openStockedCell = async (size: number, times: number): Promise<StockedCell> => {
  let plan: WorkPlan | undefined;
  const { engine, ledgerAt, stop } = await openStockedEngine(async (patterns: Patterns) => {
    const ids = seededIds(2);
    const stock = await Promise.all(
      // Owners of the stock are other people than those whose dossiers are read and changed.
      Array.from(stockOf(size), async ({ owner, ...dossier }, index) => ({
        ...dossier,
        serial: FIRST_SERIAL + index,
        dossierId: ids.ulid(),
        ownerKey: await patterns.ownerKeyOf(`OWNER-${owner}`),
      })),
    );
    const work = await planWork({ ids: seededIds(3), patterns, times });
    plan = work.plan;
    return [...stock, ...work.copies];
  });
  if (!plan || engine.pid === undefined) {
    await stop();
    throw new Error('the engine of the bench must be its own process');
  }
  const { pid } = engine;
  const clock = new VirtualClock();
  const proxy = await openDynamoProxy({ endpoint: engine.endpoint, database: engine.database, clock });
  const work = plan;
  // The counting happens in this process: CPU is measured past the proxy, on dossiers of its own.
  const half = (from: number, to: number): WorkPlan => ({
    ...work,
    drafts: work.drafts.slice(from, to),
    decidable: work.decidable.slice(from, to),
    sweeps: work.sweeps.slice(from, to),
  });
  const counted = performer(ledgerAt(proxy.url), half(0, COUNTED));
  const timed = performer(ledgerAt(engine.endpoint), half(COUNTED, times));

  return {
    size,
    cpuOf: async (operation, repeats) => {
      const before = readCpu(pid);
      for (let repeat = 0; repeat < repeats; repeat += 1) await timed.perform(operation);
      const after = readCpu(pid);
      return { own: (after.own - before.own) / repeats, engine: (after.engine - before.engine) / repeats };
    },
    unitsOf: async (operation) => {
      proxy.mark('operation');
      await counted.perform(operation);
      const { readUnits, writeUnits } = proxy.since('operation');
      return { read: readUnits, write: writeUnits };
    },
    check: async () => {
      await counted.expectSwept();
      await timed.expectSwept();
    },
    stop: async () => {
      await proxy.stop();
      clock.stop();
      await stop();
    },
  };
};

/** How many of the prepared dossiers the counted operations take: one that prepares counters and caches, and one that counts. */
export const COUNTED = 2;
