import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dynamoLedger } from '../../../functions/ledger/ledger.dynamodb.ts';
import { putAll } from '../../../functions/platform/batch-write.dynamodb.ts';
import { pause } from '../../../functions/platform/retry.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { countDossier } from '../../../functions/report/count-dossier.ts';
import { dynamoCounts, moveCounts } from '../../../functions/report/count-store.dynamodb.ts';
import type { CountStore } from '../../../functions/report/count-store.ts';
import { bookPartition, type Counted } from '../../../functions/report/counted.ts';
import { type CountChange, changesBetween, countFields } from '../../../functions/report/counts.ts';
import { readOfficeReport } from '../../../functions/report/read-office-report.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid, fixedClock } from '../../support/fixed.ts';

const OFFICE = 'G01.042.001';
const DAY = '2026-11-23';
const keyOf = (n: number) => ({ pk: bookPartition(OFFICE, DAY), sk: countedUlid(n) });

const counted = (n: number, more: Partial<Counted> = {}): Counted => ({
  ...{ dossierId: countedUlid(n), version: 1, procedure: 'permanent-residence', office: OFFICE },
  ...{ received: { month: '2026-11', way: 'online' as const }, ...more },
});

const first = (store: CountStore, n: number, more: Partial<Counted> = {}) => {
  const after = counted(n, more);
  return store.count(keyOf(n), undefined, after, changesBetween(undefined, after));
};

describe('the counters in DynamoDB', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  let store: CountStore;
  beforeAll(async () => {
    table = await openDossiersTable();
    store = dynamoCounts(table.clientOf(), DOSSIERS_TABLE);
  });
  afterEach(() => table.proxy.faults.clear());
  afterAll(() => table.stop());

  it('move with the entry of the book, or neither moves', async () => {
    expect(await first(store, 1)).toBe('counted');
    expect(await first(store, 1)).toBe('stale');
    const before = await store.readCounted(keyOf(1));
    if (!before) throw new Error('the entry is gone');
    const after = counted(1, { version: 2, lapsed: '2026-12', solved: { month: '2026-12', ending: 'late' } });
    expect(await store.count(keyOf(1), before, after, changesBetween(before, after))).toBe('counted');
    expect(await store.count(keyOf(1), before, after, changesBetween(before, after))).toBe('stale');
    expect(await store.readCounts(OFFICE, '2026-12')).toMatchObject([
      { month: '2026-11', online: 1, late: 0, version: 1 },
      { month: '2026-12', online: 0, late: 1, lapsed: 1, version: 1 },
    ]);
    expect(await store.readCounts(OFFICE, '2026-11')).toHaveLength(1);
    expect(await store.readCounted(keyOf(1))).toEqual(after);
  });

  it('count each of many dossiers once, though all are counted at once and some answers are lost', async () => {
    table.proxy.faults.add({ kind: 'lost-answer', operation: 'TransactWriteItems', times: 5 });
    table.proxy.faults.add({ kind: 'conflict', operation: 'TransactWriteItems', times: 20 });
    const numbers = Array.from({ length: 60 }, (_, index) => 100 + index);
    await Promise.all(
      [...numbers, ...numbers].map(async (n) => {
        for (let attempt = 0; attempt < 50; attempt += 1) {
          if (await store.readCounted(keyOf(n))) return;
          if ((await first(store, n, { procedure: 'temporary-residence' })) === 'counted') return;
        }
        throw new Error(`dossier ${n} was never counted`);
      }),
    );
    const [counts] = (await store.readCounts(OFFICE, '2026-11')).filter(({ procedure }) => procedure === 'temporary-residence');
    expect(counts).toMatchObject({ online: 60, version: 60 });
  });

  it('list a day of the book in pages, by dossier', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.listBook(OFFICE, DAY, cursor);
      expect(page.dossierIds.length).toBeLessThanOrEqual(25);
      all.push(...page.dossierIds);
      cursor = page.cursor;
    } while (cursor);
    expect(all).toEqual([1, ...Array.from({ length: 60 }, (_, index) => 100 + index)].map(countedUlid));
    expect((await store.listBook(OFFICE, '2026-11-24')).dossierIds).toEqual([]);
    await expect(store.listBook(OFFICE, DAY, 'x')).rejects.toThrow('not a cursor');
  });

  it('keep the line of an office that took a dossier over, and what stands there already', async () => {
    const takenOver = { at: '2026-11-25T02:00:00.000Z', from: OFFICE };
    const line = { dossierId: countedUlid(1), takenOver };
    const key = { pk: bookPartition('G01.042.002', '2026-11-25'), sk: countedUlid(1) };
    await store.enterTakenOver(key, line);
    await store.enterTakenOver(key, { ...line, takenOver: { ...takenOver, from: 'G01.042.009' } });
    expect(await store.listBook('G01.042.002', '2026-11-25')).toEqual({ dossierIds: [countedUlid(1)], takenOver: [line] });
    await store.enterTakenOver(keyOf(1), line);
    expect(await store.readCounted(keyOf(1))).toMatchObject({ procedure: 'permanent-residence' });
  });

  it('cost four write units for each of the two times that a dossier counts', async () => {
    table.proxy.mark('received');
    await first(store, 500);
    expect(table.proxy.since('received').writeUnits).toBe(4);
    const before = counted(500);
    const after = counted(500, { version: 2, solved: { month: '2026-11', ending: 'early' } });
    table.proxy.mark('solved');
    await store.count(keyOf(500), before, after, changesBetween(before, after));
    expect(table.proxy.since('solved').writeUnits).toBe(4);
  });

  it('throw when the table refuses for another reason', async () => {
    const strange = dynamoCounts(table.clientOf(1), 'no-such-table');
    await expect(first(strange, 900)).rejects.toThrow();
  });

  it('are made from the dossiers of the table', async () => {
    const ledger = dynamoLedger(table.clientOf(), DOSSIERS_TABLE);
    const meta = await unpaidMeta({ dossierId: countedUlid(901), n: 0, state: 'new', previous: undefined });
    await ledger.open(meta, {
      at: new Date('2026-11-23T02:00:00.000Z'),
      by: { kind: 'staff', id: 'officer-1' },
      events: [
        {
          event: { type: 'dossier.accepted', data: { dueAt: meta.dueAt, office: meta.office } },
          edge: { transition: 'accept', to: 'accepted' },
        },
      ],
      change: {},
    });
    const count = countDossier({ ledger, counts: store, pause: async () => undefined, random: () => 0.5 });
    expect(await count(meta.dossierId)).toEqual({ kind: 'counted' });
    expect(await count(meta.dossierId)).toEqual({ kind: 'in-order' });
  });
});

describe('one report', () => {
  const yearOf = (n: number): Counted => {
    const month = `2026-${String((n % 11) + 1).padStart(2, '0')}`;
    const solved = n % 5 === 0 ? undefined : { month, ending: n % 7 === 0 ? ('late' as const) : ('early' as const) };
    const procedure = n % 2 === 0 ? 'permanent-residence' : 'temporary-residence';
    return counted(n, {
      procedure,
      received: { month, way: 'online' },
      ...(solved && { solved }),
      ...(solved?.ending === 'late' && { lapsed: month }),
    });
  };

  /** The read units of a report on a table with so many counted dossiers, spread over a year. */
  const unitsAt = async (size: number): Promise<number> => {
    const table = await openDossiersTable();
    try {
      const client = table.clientOf();
      const store = dynamoCounts(client, DOSSIERS_TABLE);
      const entries = Array.from({ length: size }, (_, index) => yearOf(index + 1));
      await putAll({ client, table: DOSSIERS_TABLE, pause, random: Math.random })(
        entries.map((entry, index) => ({ ...keyOf(index + 1), ...entry })),
      );
      // What one counting after the other would add up to.
      const sums = new Map<string, CountChange>();
      for (const entry of entries)
        for (const { key, by } of changesBetween(undefined, entry)) {
          const name = JSON.stringify(key);
          const before = sums.get(name)?.by ?? {};
          const sum = countFields.map((field) => [field, (before[field] ?? 0) + (by[field] ?? 0)] as const);
          sums.set(name, { key, by: Object.fromEntries(sum) });
        }
      for (const change of sums.values()) await client.send(new UpdateCommand(moveCounts(DOSSIERS_TABLE, change)));
      const report = readOfficeReport({
        ledger: dynamoLedger(client, DOSSIERS_TABLE),
        counts: store,
        procedures: bundledProcedures,
        clock: fixedClock('2026-11-23T02:00:00.000Z'),
      });
      table.proxy.mark('report');
      const read = await report({ audience: 'staff', sub: 'leader-1', office: OFFICE, roles: ['leader'] }, OFFICE, {
        from: '2026-10',
        to: '2026-11',
      });
      if (read.kind !== 'found') throw new Error('there is no report');
      expect(read.report.total.received.total).toBe(read.report.total.solved.total + read.report.total.pending.total);
      expect(read.report.rows).toHaveLength(2);
      return table.proxy.since('report').readUnits;
    } finally {
      await table.stop();
    }
  };

  it('reads the same at a hundred dossiers and at ten thousand', { timeout: 120_000 }, async () => {
    const units = await unitsAt(100);
    expect(units).toBeLessThan(12);
    expect(await unitsAt(10_000)).toBe(units);
  });
});
