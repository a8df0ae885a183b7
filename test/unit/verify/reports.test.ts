import { describe, expect, it } from 'vitest';
import { bookPartition } from '../../../functions/report/counted.ts';
import { verify } from '../../../scripts/verify/verify.ts';
import { countedUlid, noPause } from '../../support/fixed.ts';
import { storedDossier } from '../../support/stored-dossier.ts';
import { type MemoryTable, memoryTable } from './memory-table.ts';

const dossierId = countedUlid(1);
const BOOK = `${bookPartition('G01.042.001', '2026-11-23')}`;
const COUNTS = 'COUNTS#G01.042.001';
const DOWNTIME = '2026-11-20T02:00:00.000Z';
const said = { reason: 'Mất điện', legalBasis: 'Biên bản', by: { kind: 'staff', id: 'leader-1' }, office: 'G01.042.001' };
const entry = {
  ...{ dossierId, version: 1, procedure: 'permanent-residence', office: 'G01.042.001', received: { month: '2026-11', way: 'online' } },
};

const whole = async (): Promise<MemoryTable> => {
  const items = await storedDossier('returned');
  const id = countedUlid(8);
  return memoryTable(
    ...items,
    { pk: BOOK, sk: dossierId, ...entry },
    { pk: COUNTS, sk: '2026-11#permanent-residence', version: 1, online: 1 },
    {
      pk: 'DOWNTIMES',
      sk: `DOWNTIME#${DOWNTIME}#${id}`,
      id,
      from: '2026-11-20T01:00:00.000Z',
      to: DOWNTIME,
      ...said,
      certifiedAt: DOWNTIME,
    },
    { pk: 'DOWNTIMES', sk: `DOWNTIME#${DOWNTIME}#${id}#SUPERSEDED`, superseded: id, ...said, at: DOWNTIME },
    { pk: 'DOWNTIMES', sk: 'COUNT', entries: 2 },
  );
};
const faultsOf = async (table: MemoryTable) => (await verify(table, { pause: noPause })).faults.map(({ fault }) => fault);

describe('verifying books, counters and downtimes', () => {
  it('finds no fault where there is none', async () => {
    expect(await faultsOf(await whole())).toEqual([]);
  });

  it('finds no fault in the line of an office that took a dossier over', async () => {
    const table = await whole();
    const takenOver = { at: '2026-11-25T02:00:00.000Z', from: 'G01.042.001' };
    table.put({ pk: bookPartition('G01.042.002', '2026-11-25'), sk: dossierId, dossierId, takenOver });
    expect(await faultsOf(table)).toEqual([]);
  });

  const breaks: readonly (readonly [string, (table: MemoryTable) => void, string])[] = [
    [
      'an entry of nobody',
      (table) => table.change(`${BOOK} ${dossierId}`, { dossierId: countedUlid(2) }),
      'is no entry of a tracking book',
    ],
    [
      'a line of a dossier that is not there',
      (table) => {
        const sk = countedUlid(4);
        const takenOver = { at: '2026-11-25T02:00:00.000Z', from: 'G01.042.001' };
        table.put({ pk: bookPartition('G01.042.002', '2026-11-25'), sk, dossierId: sk, takenOver });
      },
      'which is not there',
    ],
    ['an entry under another procedure', (table) => table.change(`${BOOK} ${dossierId}`, { procedure: 'x' }), 'under another procedure'],
    [
      'an entry of another day',
      (table) => table.put({ pk: bookPartition('G01.042.001', '2026-11-25'), sk: dossierId, ...entry }),
      'accepted on another day',
    ],
    [
      'an entry of a dossier that is not there',
      (table) => table.put({ pk: BOOK, sk: countedUlid(3), ...entry, dossierId: countedUlid(3) }),
      'never accepted',
    ],
    [
      'a counter below nothing',
      (table) => table.change(`${COUNTS} 2026-11#permanent-residence`, { late: -1 }),
      'counts less than nothing: late',
    ],
    ['a counter of nothing', (table) => table.put({ pk: COUNTS, sk: 'x#y', online: 1 }), 'counts nothing'],
    ['what is no downtime', (table) => table.put({ pk: 'DOWNTIMES', sk: 'DOWNTIME#x' }), 'that are no downtimes'],
    [
      'the mark of a downtime that is gone',
      (table) => table.remove(`DOWNTIMES DOWNTIME#${DOWNTIME}#${countedUlid(8)}`),
      'lies beside no such downtime',
    ],
    ['an entry that was not counted', (table) => table.change('DOWNTIMES COUNT', { entries: 1 }), 'counts 1 entries and has 2'],
    [
      'downtimes that overlap',
      (table) => {
        for (const [n, from] of ['2026-11-19T01:00:00.000Z', '2026-11-19T01:59:00.000Z'].entries()) {
          const to = `2026-11-19T0${n + 2}:00:00.000Z`;
          const id = countedUlid(20 + n);
          table.put({ pk: 'DOWNTIMES', sk: `DOWNTIME#${to}#${id}`, id, from, to, ...said, certifiedAt: DOWNTIME });
        }
      },
      `the downtimes ${countedUlid(20)} and ${countedUlid(21)} overlap`,
    ],
    ['a rating that no history tells', (table) => table.put({ pk: `DOSSIER#${dossierId}`, sk: 'RATING', dossierId }), 'has RATING'],
  ];
  it.each(breaks)('names %s', async (_, act, fault) => {
    const table = await whole();
    act(table);
    expect((await faultsOf(table)).join('\n')).toContain(fault);
  });
});
