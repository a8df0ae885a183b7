import { describe, expect, it } from 'vitest';
import { verify } from '../../../scripts/verify/verify.ts';
import { noPause } from '../../support/fixed.ts';
import { storedDossier } from '../../support/stored-dossier.ts';
import { type MemoryTable, memoryTable } from './memory-table.ts';

const counter = 'COUNTER#CODE#G01.042.001#261123 COUNTER';
const voided = (n: number) => ({
  pk: `CODE#G01.042.001-261123-00000${n}`,
  sk: 'POINTER',
  voided: 'DOSSIER_BUSY',
  at: '2026-11-23T02:00:00.000Z',
});

/** What is said of a table with one submitted dossier, after `act`. */
const said = async (act: (table: MemoryTable) => void, sample?: number) => {
  const table = memoryTable(...(await storedDossier('new')));
  act(table);
  const remarks: string[] = [];
  const { faults } = await verify(table, { pause: noPause, remarks, ...(sample && { sample }) });
  return { faults, remarks };
};

describe('codes that were drawn and that no dossier has', () => {
  it('are remarked on, and are no fault', async () => {
    expect(await said((table) => table.change(counter, { value: 3 }))).toEqual({
      faults: [],
      remarks: [
        'of the 3 codes of G01.042.001-261123 nobody has G01.042.001-261123-000002, G01.042.001-261123-000003: drawn by a submission that was not written',
      ],
    });
  });

  it('are passed over where an item says why', async () => {
    const { faults, remarks } = await said((table) => {
      table.change(counter, { value: 3 });
      table.put(voided(2));
      table.put(voided(3));
    });
    expect([faults, remarks]).toEqual([[], []]);
  });

  it('are counted where they are many', async () => {
    const { remarks } = await said((table) => table.change(counter, { value: 40 }));
    expect(remarks[0]).toContain('-000006 and 34 more');
  });

  it('are told of an agency and day of which no dossier has any, unless an item says why', async () => {
    const act = (table: MemoryTable) => {
      for (const [day, value] of [
        ['G01.042.002#261122', 2],
        ['H27.91.001#261122', 1],
      ])
        table.put({ pk: `COUNTER#CODE#${day}`, sk: 'COUNTER', value });
      table.put({ ...voided(1), pk: 'CODE#G01.042.002-261122-000001' });
    };
    expect(await said(act)).toEqual({
      faults: [],
      remarks: [
        'of the 2 codes of G01.042.002-261122 nobody has number 2: drawn by a submission that was not written',
        'of the 1 codes of H27.91.001-261122 nobody has number 1: drawn by a submission that was not written',
      ],
    });
  });

  it('are no matter of a sample, which does not see every number', async () => {
    expect((await said((table) => table.change(counter, { value: 3 }), 1)).remarks).toEqual([]);
  });

  it('are none where every number stands on a dossier', async () => {
    expect((await said(() => undefined)).remarks).toEqual([]);
  });

  it('do not excuse a dossier whose code says that it is void', async () => {
    const { faults } = await said((table) => table.put(voided(1)));
    expect(faults).toContainEqual(expect.objectContaining({ fault: expect.stringContaining('is that of another dossier') }));
  });
});
