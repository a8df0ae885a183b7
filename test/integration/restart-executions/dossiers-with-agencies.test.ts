import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { dossiersWithAgencies, oneDossier } from '../../../scripts/restart-executions/dossiers-with-agencies.dynamodb.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid } from '../../support/fixed.ts';
import { storedDossier, ways } from '../../support/stored-dossier.ts';

describe('the dossiers that need an execution, out of the table', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  const garbage = 'DOSSIER#GARBAGE';

  /** One dossier at every stage, and one whose META is garbage. */
  beforeAll(async () => {
    table = await openDossiersTable();
    const client = table.clientOf();
    const items = (await Promise.all(ways.map((way, index) => storedDossier(way, index + 1)))).flat();
    for (const Item of [...items, { pk: garbage, sk: 'META', state: 7 }])
      await client.send(new PutCommand({ TableName: DOSSIERS_TABLE, Item }));
  });
  afterAll(() => table.stop());

  const collect = async (dossiers: AsyncIterable<Meta>) => {
    const found: string[] = [];
    for await (const { dossierId, state } of dossiers) found.push(`${dossierId} ${state}`);
    return found.sort();
  };
  const idOf = (way: (typeof ways)[number]) => countedUlid(ways.indexOf(way) + 1);

  it.each([undefined, 1, 7])(
    'are those with the agencies, whatever the pages (%s items); what cannot be read is told',
    async (pageSize) => {
      const unreadable: string[] = [];
      const found = await collect(dossiersWithAgencies(table.clientOf(), DOSSIERS_TABLE, (pk) => void unreadable.push(pk), pageSize));
      expect(found).toEqual([`${idOf('processing')} processing`, `${idOf('decided')} processing`]);
      expect(unreadable).toEqual([garbage]);
    },
  );

  it('are one, whatever its state, when one is asked for', async () => {
    const one = (dossierId: string, told: string[] = []) =>
      collect(oneDossier(table.clientOf(), DOSSIERS_TABLE, (pk) => void told.push(pk), dossierId));
    expect(await one(idOf('returned'))).toEqual([`${idOf('returned')} returned`]);
    expect(await one(countedUlid(99))).toEqual([]);
    const told: string[] = [];
    expect([await one('GARBAGE', told), told]).toEqual([[], [garbage]]);
  });
});
