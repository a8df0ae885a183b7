import { BatchWriteCommand, DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessKey, eventKey, metaKey } from '../../../functions/ledger/item-keys.ts';
import { dynamoLedger } from '../../../functions/ledger/ledger.dynamodb.ts';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { dynamoTable } from '../../../scripts/verify/table.dynamodb.ts';
import { verifyTable } from '../../../scripts/verify/verify-table.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid } from '../../support/fixed.ts';
import { runScript } from '../../support/run-script.ts';
import { storedDossier, ways } from '../../support/stored-dossier.ts';

/** Two at each stage. */
const COUNT = 14;

describe('npm run verify against the local engine', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  let client: ReturnType<typeof table.clientOf>;
  let items = 0;
  let events = 0;

  const write = async (all: readonly Item[]): Promise<void> => {
    for (let start = 0; start < all.length; start += 25)
      await client.send(
        new BatchWriteCommand({
          RequestItems: { [DOSSIERS_TABLE]: all.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
  };
  const run = (...args: string[]) => runScript('verify', ['--table', DOSSIERS_TABLE, ...args], { DYNAMODB: table.proxy.url });

  /** Dossiers at every stage of their lives; the first has been looked at more often than a page holds. */
  beforeAll(async () => {
    table = await openDossiersTable();
    client = table.clientOf();
    const all = new Map<string, Item>();
    for (let number = 1; number <= COUNT; number += 1)
      for (const item of await storedDossier(ways[number % ways.length], number)) all.set(`${item['pk']} ${item['sk']}`, item);
    const dossierId = countedUlid(1);
    for (let n = 0; n < 60; n += 1) {
      const id = countedUlid(n);
      all.set(`access ${n}`, {
        ...accessKey(dossierId, id),
        dossierId,
        id,
        at: '2026-11-23T02:00:00.000Z',
        by: { kind: 'staff' },
        what: 'form',
      });
    }
    await write([...all.values()]);
    items = all.size;
    events = [...all.values()].filter(({ sk }) => String(sk).startsWith('EVENT#')).length;
  });
  afterAll(() => table.stop());

  it('reads every item once, whatever the pages and parts it comes in', async () => {
    for (const reading of [{}, { segments: 1, pageSize: 7 }, { segments: 3, pageSize: 20 }])
      expect(await verifyTable(client, DOSSIERS_TABLE, reading)).toEqual({ dossiers: COUNT, items, events, faults: [] });
  });

  it('gives partitions whole, though they begin on one page and end on another', async () => {
    const found = new Map<string, number>();
    for (const part of dynamoTable(client, DOSSIERS_TABLE, { segments: 2, pageSize: 11 }).partitions())
      for await (const { pk, items: own } of part) {
        expect(found.has(pk)).toBe(false);
        found.set(pk, own.length);
      }
    expect([...found.values()].reduce((sum, own) => sum + own, 0)).toBe(items);
    expect(found.get(metaKey(countedUlid(1)).pk)).toBeGreaterThan(60);
  });

  it('says so in one line, and exits 0', async () => {
    expect(await run()).toMatchObject({ code: 0, out: `verified ${COUNT} dossiers, ${items} items, ${events} events: no faults\n` });
    const { code, out } = await run('--json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { dossiers: COUNT, items, events, deadLetters: { queues: 0, letters: 0, explained: 0 }, faults: [] },
    ]);
  });

  it('looks at a sample, from any place of the table', async () => {
    for (const random of [() => 0, () => 0.999, Math.random]) {
      const { dossiers, faults } = await verifyTable(client, DOSSIERS_TABLE, { sample: 9, random, pageSize: 20 });
      expect([dossiers, faults]).toEqual([9, []]);
    }
    expect((await run('--sample', '5')).out).toMatch(/^verified 5 dossiers, \d+ items, \d+ events: no faults\n$/);
    expect((await verifyTable(client, DOSSIERS_TABLE, { sample: 1_000, pageSize: 20 })).dossiers).toBe(COUNT);
  });

  it('finds no fault while dossiers are written at the same time', async () => {
    const ledger = dynamoLedger(client, DOSSIERS_TABLE);
    const dossierId = countedUlid(3);
    let going = true;
    let steps = 0;
    const writer = (async () => {
      while (going) {
        const meta = await ledger.readMeta(dossierId);
        if (!meta) throw new Error('the dossier is gone');
        const step = {
          at: new Date(Date.parse('2026-11-24T00:00:00.000Z') + steps),
          by: { kind: 'system' as const, id: 'test' },
          events: [{ event: { type: 'dossier.receipt-reissued' as const, data: { office: meta.office } } }],
          change: {},
        };
        if ((await ledger.commit(meta, step)).kind === 'committed') steps += 1;
      }
    })();
    try {
      for (let round = 0; round < 2; round += 1)
        expect((await verifyTable(client, DOSSIERS_TABLE, { segments: 2, pageSize: 20 })).faults).toEqual([]);
    } finally {
      going = false;
      await writer;
    }
    expect(steps).toBeGreaterThan(2);
  });

  it('names each dossier that is broken, in one line, and exits 1', async () => {
    const [torn, changed] = [countedUlid(6), countedUlid(13)];
    const event = await dynamoLedger(client, DOSSIERS_TABLE).readItem(eventKey(torn, 4));
    const stored = (await dynamoTable(client, DOSSIERS_TABLE).partition(metaKey(changed).pk)).items.find(({ sk }) => sk === 'META');
    if (!event || !stored) throw new Error('the dossiers are not there');
    await client.send(new DeleteCommand({ TableName: DOSSIERS_TABLE, Key: eventKey(torn, 4) }));
    await client.send(new PutCommand({ TableName: DOSSIERS_TABLE, Item: { ...stored, state: 'stopped' } }));
    await client.send(new PutCommand({ TableName: DOSSIERS_TABLE, Item: { pk: 'DOSSIER#nobody', sk: 'META', state: ['?'] } }));
    const { code, out } = await run();
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(lines).toContain(`DOSSIER ${torn}: of 16 events 4 is missing`);
    expect(lines).toContain(`DOSSIER ${changed}: state is "stopped", its history says "returned"`);
    expect(lines).toContain('DOSSIER nobody: has no dossier id');
    expect(lines.some((line) => line.startsWith('DOSSIER nobody: META cannot be read: plan'))).toBe(true);
    expect(lines.at(-1)).toMatch(/^verified 15 dossiers, \d+ items, \d+ events: \d+ faults$/);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^DOSSIER \S+: /);
    await write([stored, { ...eventKey(torn, 4), ...event }]);
    await client.send(new DeleteCommand({ TableName: DOSSIERS_TABLE, Key: { pk: 'DOSSIER#nobody', sk: 'META' } }));
    expect((await run()).code).toBe(0);
  });

  it('says in a line what it cannot do', async () => {
    expect(await runScript('verify', ['--table', 'nothing'], { DYNAMODB: table.proxy.url })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^ResourceNotFoundException: [^\n]+\n$/),
    });
    expect(await run('--force')).toMatchObject({ code: 2, out: '', err: expect.stringContaining("Unknown option '--force'") });
    expect(await run('--help')).toMatchObject({ code: 0, err: '' });
  });
});
