import { describe, expect, it } from 'vitest';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { verify } from '../../../scripts/verify/verify.ts';
import { noPause } from '../../support/fixed.ts';
import { storedDossier, ways } from '../../support/stored-dossier.ts';
import { memoryTable } from './memory-table.ts';

const distinct = (items: readonly Item[]): Item[] => [...new Map(items.map((item) => [`${item['pk']} ${item['sk']}`, item])).values()];

/** Dossiers 1 to `count`, with the counters where the last one left them. */
const dossiers = async (count: number): Promise<Item[]> =>
  distinct((await Promise.all(Array.from({ length: count }, (_, index) => storedDossier('returned', index + 1)))).flat());

describe('verifying a table that is in order', () => {
  it.each(ways)('finds no fault in a dossier that is %s', async (way) => {
    const { faults, dossiers: count } = await verify(memoryTable(...(await storedDossier(way))), { pause: noPause });
    expect([faults, count]).toEqual([[], 1]);
  });

  it('counts what it read, and reads nothing twice', async () => {
    const items = await dossiers(250);
    const table = memoryTable(...items, { pk: 'SWEEP', sk: 'DEADLINES', bucket: '2026-11-23T05' });
    const told: number[] = [];
    const done = await verify(table, { pause: noPause, onProgress: (soFar) => void told.push(soFar.dossiers) });
    expect(done).toEqual({ dossiers: 250, items: items.length + 1, events: 250 * 16, faults: [] });
    expect(table.rereads()).toBe(0);
    expect(told.length).toBeGreaterThan(2);
  });

  it('looks at a sample only, from wherever chance has it begin, and at no dossier twice', async () => {
    const table = memoryTable(...(await dossiers(30)));
    for (const random of [0, 0.2, 0.99]) {
      const seen: string[] = [];
      const beside = async (some: readonly { meta: { dossierId: string } }[]) => {
        seen.push(...some.map(({ meta }) => meta.dossierId));
        return [];
      };
      const { faults, dossiers: count } = await verify(table, { pause: noPause, sample: 7, random: () => random, beside });
      expect([faults, count, new Set(seen).size]).toEqual([[], 7, 7]);
    }
    expect((await verify(table, { pause: noPause, sample: 500 })).dossiers).toBe(30);
  });
});

describe('a write while the checker reads', () => {
  const key = `DOSSIER#${'01'.padEnd(25, '0')}1 META`;

  it('is no fault when the dossier is read again', async () => {
    const table = memoryTable(...(await storedDossier('processing')));
    const { state, run } = table.get(key);
    table.change(key, { run: 7, state: 'new' });
    table.beforeReread(() => table.change(key, { run, state }));
    expect((await verify(table, { pause: noPause })).faults).toEqual([]);
    expect(table.rereads()).toBe(1);
  });

  it('hides no fault that stands: only what both readings say is told', async () => {
    const table = memoryTable(...(await storedDossier('processing')));
    table.change(key, { run: 7, attempts: 3 });
    table.beforeReread(() => table.change(key, { attempts: 1 }));
    expect((await verify(table, { pause: noPause })).faults.map(({ fault }) => fault)).toEqual(['run is 7, its history says 1']);
  });

  it('is waited for before each reading', async () => {
    const table = memoryTable(...(await storedDossier('processing')));
    table.change(key, { run: 7 });
    const waited: number[] = [];
    await verify(table, { pause: async (ms) => void waited.push(ms) });
    expect(waited).toEqual([100, 400]);
  });
});
