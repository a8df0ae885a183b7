import { describe, expect, it } from 'vitest';
import { verify } from '../../../scripts/verify/verify.ts';
import { countedUlid, noPause } from '../../support/fixed.ts';
import { storedDossier, type Way } from '../../support/stored-dossier.ts';
import { type MemoryTable, memoryTable } from './memory-table.ts';

const LONG_AFTER = '2026-11-23T09:00:00.000Z';

type Said = { readonly way?: Way; readonly now?: string; readonly act?: (table: MemoryTable) => void };

/** What is said of a table whose dossiers have these numbers, as their receipts and their decisions. */
const said = async (numbers: readonly number[], { way = 'returned', now = LONG_AFTER, act }: Said = {}) => {
  const items = (await Promise.all(numbers.map((n) => storedDossier(way, n)))).flat();
  const codes = { value: 0 };
  const table = memoryTable(...items.filter(({ pk }) => !String(pk).startsWith('COUNTER#CODE')), {
    ...{ pk: 'COUNTER#CODE#G01.042.001#261123', sk: 'COUNTER', ...codes, value: Math.max(...numbers) },
  });
  act?.(table);
  const remarks: string[] = [];
  const { faults } = await verify(table, { pause: noPause, remarks, now: new Date(now) });
  return { faults, remarks: remarks.filter((remark) => !remark.includes('codes')) };
};

describe('receipts and decisions whose numbers nobody has', () => {
  it('are remarked on, and are no fault', async () => {
    expect(await said([1, 4])).toEqual({
      faults: [],
      remarks: [
        'of the receipts of cell 42 in 2026 nobody has 2, 3: drawn by a step that was not written',
        'of the decisions of G01.042.001 in 2026 nobody has 2, 3: drawn by a step that was not written',
      ],
    });
  });

  it('are none where every number stands on a dossier', async () => {
    expect((await said([1, 2, 3])).remarks).toEqual([]);
  });

  it('are counted where they are many', async () => {
    expect((await said([40], { way: 'processing' })).remarks).toEqual([
      'of the receipts of cell 42 in 2026 nobody has 1, 2, 3, 4, 5 and 34 more: drawn by a step that was not written',
    ]);
  });

  it('are waited for while a later number is not 15 minutes old: they may be about to be written', async () => {
    const table = await storedDossier('returned', 4);
    const closedAt = String(table.find(({ sk }) => sk === 'PAYMENT#0001')?.['closedAt']);
    const minutesLater = (minutes: number) => new Date(Date.parse(closedAt) + minutes * 60_000 + 1).toISOString();
    expect((await said([1, 4], { way: 'processing', now: minutesLater(14) })).remarks).toEqual([]);
    expect((await said([1, 4], { way: 'processing', now: minutesLater(15) })).remarks).toHaveLength(1);
  });

  it('at the end of a sequence are told when its year is over', async () => {
    const act = (table: MemoryTable) => table.change('COUNTER#RECEIPT#42#26 COUNTER', { value: 3 });
    const way = 'processing';
    expect((await said([1], { way, act })).remarks).toEqual([]);
    expect((await said([1], { way, act, now: '2026-12-31T16:59:59.999Z' })).remarks).toEqual([]);
    expect((await said([1], { way, act, now: '2026-12-31T17:00:00.000Z' })).remarks).toEqual([
      'of the receipts of cell 42 in 2026 nobody has 2, 3: drawn by a step that was not written',
    ]);
  });

  it('of an office whose only decision was not written are told when the year is over', async () => {
    const act = (table: MemoryTable) => table.put({ pk: 'COUNTER#RESULT#G01.042.009#2026', sk: 'COUNTER', value: 1 });
    const way = 'processing';
    expect((await said([1], { way, act })).remarks).toEqual([]);
    expect((await said([1], { way, act, now: '2026-12-31T17:00:00.000Z' })).remarks).toEqual([
      'of the decisions of G01.042.009 in 2026 nobody has 1: drawn by a step that was not written',
    ]);
  });

  it('tell nothing that is no code, whatever lies in a number', async () => {
    const act = (table: MemoryTable) => table.change(`DOSSIER#${countedUlid(4)} RESULT`, { number: '4/2026/CT08-Nguyễn Văn Mẫu' });
    const { remarks } = await said([4], { act });
    expect(remarks.join('\n')).not.toContain('Mẫu');
    expect(remarks.join('\n')).toContain('characters that are no code');
  });
});
