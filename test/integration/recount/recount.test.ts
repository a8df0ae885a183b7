import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoLedger } from '../../../functions/ledger/ledger.dynamodb.ts';
import { countDossier } from '../../../functions/report/count-dossier.ts';
import { dynamoCounts } from '../../../functions/report/count-store.dynamodb.ts';
import { bookPartition } from '../../../functions/report/counted.ts';
import { countsKey } from '../../../functions/report/counts.ts';
import { type Difference, recount } from '../../../scripts/recount/recount.ts';
import { setCounts } from '../../../scripts/recount/set-counts.dynamodb.ts';
import { dynamoTable } from '../../../scripts/verify/table.dynamodb.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid } from '../../support/fixed.ts';
import { runScript } from '../../support/run-script.ts';

const OFFICE = 'G01.042.001';
const KEY = { office: OFFICE, month: '2026-11', procedure: 'permanent-residence' };
const quiet = async () => undefined;

describe('recounting', () => {
  let place: Awaited<ReturnType<typeof openDossiersTable>>;
  let dossiers = 0;
  beforeAll(async () => {
    place = await openDossiersTable();
  });
  afterAll(() => place.stop());

  const make = () => {
    const client = place.clientOf();
    const ledger = dynamoLedger(client, DOSSIERS_TABLE);
    const store = dynamoCounts(client, DOSSIERS_TABLE);
    const count = countDossier({ ledger, counts: store, pause: quiet, random: () => 0.5 });
    const table = dynamoTable(client, DOSSIERS_TABLE);
    const set = setCounts(client, DOSSIERS_TABLE);
    return {
      ...{ client, store, count, set },
      accepted: async (): Promise<string> => {
        dossiers += 1;
        const meta = await unpaidMeta({ dossierId: countedUlid(dossiers), n: 0, state: 'new', previous: undefined });
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
        return meta.dossierId;
      },
      figures: async () => (await store.readCounts(OFFICE, '2026-11')).map(({ online, lapsed }) => ({ online, lapsed })),
      run: async (dryRun = false, deps: Partial<Parameters<typeof recount>[0]> = {}) => {
        const told: Difference[] = [];
        const totals = await recount({ table, count, set, onDifference: (one) => void told.push(one), ...deps }, { dryRun });
        return { ...totals, told };
      },
    };
  };
  let here: ReturnType<typeof make>;
  beforeEach(() => {
    here = make();
  });

  it('finds nothing in a table that agrees with its history', async () => {
    for (let n = 0; n < 3; n += 1) await here.count(await here.accepted());
    expect(await here.run()).toMatchObject({ dossiers: 3, different: 0, standing: 0, told: [] });
  });

  it('tells of a dossier that was never counted, and counts it', async () => {
    const dossierId = await here.accepted();
    const said = { about: `DOSSIER ${dossierId}`, says: 'is not counted' };
    expect(await here.run(true)).toMatchObject({ standing: 1, told: [{ ...said, repaired: false }] });
    expect(await here.figures()).toEqual([{ online: 3, lapsed: 0 }]);
    expect(await here.run()).toMatchObject({ different: 1, standing: 0, told: [{ ...said, repaired: true }] });
    expect(await here.figures()).toEqual([{ online: 4, lapsed: 0 }]);
    expect(await here.run()).toMatchObject({ different: 0 });
  });

  it('tells of a counter that somebody has changed, and sets it', async () => {
    await here.client.send(
      new UpdateCommand({
        TableName: DOSSIERS_TABLE,
        Key: countsKey(KEY),
        UpdateExpression: 'SET #online = :n, lapsed = :n',
        ExpressionAttributeNames: { '#online': 'online' },
        ExpressionAttributeValues: { ':n': 77 },
      }),
    );
    const says = 'online is 77, adds up to 4; lapsed is 77, adds up to 0';
    expect(await here.run(true)).toMatchObject({ standing: 1, told: [{ says, repaired: false }] });
    expect(await here.run()).toMatchObject({ standing: 0, told: [{ about: `COUNTS ${OFFICE} 2026-11 permanent-residence`, says }] });
    expect(await here.figures()).toEqual([{ online: 4, lapsed: 0 }]);
  });

  it('makes a counter that was lost', async () => {
    await here.client.send(new DeleteCommand({ TableName: DOSSIERS_TABLE, Key: countsKey(KEY) }));
    expect(await here.run()).toMatchObject({ standing: 0, told: [{ says: 'online is 0, adds up to 4' }] });
    expect(await here.figures()).toEqual([{ online: 4, lapsed: 0 }]);
  });

  it('puts an entry right that says otherwise than the history, and the counters with it', async () => {
    await here.client.send(
      new UpdateCommand({
        TableName: DOSSIERS_TABLE,
        Key: { pk: bookPartition(OFFICE, '2026-11-23'), sk: countedUlid(1) },
        UpdateExpression: 'SET lapsed = :month',
        ExpressionAttributeValues: { ':month': '2026-11' },
      }),
    );
    const { told, standing } = await here.run();
    expect(told[0]).toMatchObject({ about: `DOSSIER ${countedUlid(1)}`, says: 'is counted as lapsed 2026-11, should be none' });
    expect(standing).toBe(0);
    expect(await here.figures()).toEqual([{ online: 4, lapsed: 0 }]);
    expect(await here.run()).toMatchObject({ different: 0 });
  });

  it('puts back the line of an office that took a dossier over', async () => {
    const dossierId = countedUlid(1);
    const ledger = dynamoLedger(here.client, DOSSIERS_TABLE);
    const meta = await ledger.readMeta(dossierId);
    if (!meta) throw new Error('the dossier is gone');
    const to = 'G01.042.002';
    await ledger.commit(meta, {
      at: new Date('2026-11-25T02:00:00.000Z'),
      by: { kind: 'staff', id: 'leader-1' },
      events: [{ event: { type: 'dossier.transferred', data: { from: OFFICE, to, reason: 'WORDS#0008' } } }],
      change: { office: to },
    });
    await here.count(dossierId);
    const Key = { pk: bookPartition(to, '2026-11-25'), sk: dossierId };
    await here.client.send(new DeleteCommand({ TableName: DOSSIERS_TABLE, Key }));
    const { told, standing } = await here.run();
    expect([told, standing]).toEqual([[{ about: `DOSSIER ${dossierId}`, says: `is not in ${Key.pk}`, repaired: true }], 0]);
    expect(await here.run()).toMatchObject({ different: 0 });
    // It goes back, so that the counters are those of one office again.
    const there = await ledger.readMeta(dossierId);
    if (!there) throw new Error('the dossier is gone');
    await ledger.commit(there, {
      at: new Date('2026-11-26T02:00:00.000Z'),
      by: { kind: 'staff', id: 'leader-1' },
      events: [{ event: { type: 'dossier.transferred', data: { from: to, to: OFFICE, reason: 'WORDS#0009' } } }],
      change: { office: OFFICE },
    });
    await here.count(dossierId);
  });

  it('is a command that exits by what it found', async () => {
    const run = (...args: string[]) => runScript('recount', args, { DYNAMODB: place.proxy.url });
    const inOrder = await run('--table', DOSSIERS_TABLE);
    expect([inOrder.code, inOrder.out.trimEnd()]).toEqual([0, 'recounted 4 dossiers: nothing differs']);
    const dossierId = await here.accepted();
    const looked = await run('--table', DOSSIERS_TABLE, '--dry-run');
    expect([looked.code, looked.out.split('\n')]).toEqual([
      1,
      [`DOSSIER ${dossierId}: is not counted`, 'recounted 5 dossiers: 1 differ, 1 still do', ''],
    ]);
    const mended = await run('--table', DOSSIERS_TABLE, '--json');
    expect([mended.code, JSON.parse(mended.out)]).toMatchObject([0, { different: 1, standing: 0, differences: [{ repaired: true }] }]);
    expect((await run()).code).toBe(2);
    expect((await run('--table', 'no-such-table')).code).toBe(1);
  });

  it('leaves a counter alone that is moved while it counts', async () => {
    await here.client.send(
      new UpdateCommand({
        TableName: DOSSIERS_TABLE,
        Key: countsKey(KEY),
        UpdateExpression: 'SET #online = :n',
        ExpressionAttributeNames: { '#online': 'online' },
        ExpressionAttributeValues: { ':n': 9 },
      }),
    );
    const moving = {
      set: async (sum: Parameters<typeof here.set>[0]) => {
        await here.count(await here.accepted());
        return here.set(sum);
      },
    };
    expect(await here.run(false, moving)).toMatchObject({ different: 1, standing: 1 });
    expect(await here.figures()).toEqual([{ online: 10, lapsed: 0 }]);
    expect(await here.run()).toMatchObject({ standing: 0, told: [{ says: 'online is 10, adds up to 6' }] });
  });
});
