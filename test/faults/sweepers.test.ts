import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { deadlineBucket } from '../../functions/ledger/deadline-bucket.ts';
import { metaKey, sweepKey } from '../../functions/ledger/item-keys.ts';
import type { DynamoRequest } from '../../local/dynamodb/faults.ts';
import { readDossierItems } from '../support/dossier-items.ts';
import { faultsOfItems } from '../support/invariants.ts';
import { failuresOf } from '../support/place/delivery.ts';
import { saying, useDeliveryHooks } from '../support/place/delivery-hooks.ts';
import { expectTableWhole } from '../support/place/expect-table-whole.ts';
import { dossierIn, type Journey } from '../support/place/journey.ts';
import { logLines } from '../support/place/log-lines.ts';
import { usePlace } from '../support/place/test-place.ts';

const MINUTE_MS = 60_000;
/** No more than one sweep moves at the same time, so that all of its writes can be held. */
const DOSSIERS = 6;
const HALF = DOSSIERS / 2;
const UNREADABLE = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** The write that enacts a deadline. */
const enacts = ({ operation, input }: DynamoRequest) => operation === 'TransactWriteItems' && saying('dossier.deadline-passed')(input);

describe('two sweepers at once', () => {
  const here = usePlace();
  const hooks = useDeliveryHooks(here);
  const ends: (() => void)[] = [];
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  const itemsOf = ({ dossierId }: Journey) => readDossierItems(here().inspection, dossierId);
  const TableName = () => here().inspection.tableName('Dossiers');
  const cursor = async () =>
    (await here().inspection.tables.send(new GetCommand({ TableName: TableName(), Key: sweepKey }))).Item?.['bucket'];
  const sweep = () => here().runtime.deliveries.direct(hooks.functionArn('DossierEnactDeadlines'), {});

  /** Deadlines that sweeps say they have enacted, so far. */
  const told = () =>
    logLines(here())
      .filter((line) => line.includes('"message":"enactDeadlines"'))
      .reduce((sum, line) => sum + Number(JSON.parse(line).enacted), 0);

  /** Dossiers that wait for their acceptance, and the last of their deadlines. */
  const submitted = async (): Promise<{ readonly journeys: readonly Journey[]; readonly due: number; readonly dueAt: string }> => {
    const journeys = await Promise.all(Array.from({ length: DOSSIERS }, () => dossierIn(here(), 'new', { persona: 'citizen-owner' })));
    await here().advance(0);
    const deadlines = await Promise.all(journeys.map(async (journey) => (await itemsOf(journey)).meta.deadline?.at ?? ''));
    const dueAt = deadlines.toSorted().at(-1) ?? '';
    return { journeys, dueAt, due: Date.parse(dueAt) };
  };
  /** To the second minute after a time: the schedule calls the first sweeper there. */
  const passBy = (due: number) => here().runtime.clock.advance(due + 2 * MINUTE_MS - here().runtime.clock.now());

  const expectEnactedOnce = async (journeys: readonly Journey[]): Promise<void> => {
    for (let minute = 0; minute < 3; minute += 1) await here().advance(MINUTE_MS);
    for (const journey of journeys) {
      const items = await itemsOf(journey);
      expect(items.events.filter(({ type }) => type === 'dossier.deadline-passed').map(({ data }) => data['deadline'])).toEqual(['intake']);
      expect(items.meta.deadline).toBeUndefined();
      expect(faultsOfItems(items)).toEqual([]);
    }
    expect(await here().inspection.deadLetters()).toEqual({});
  };

  it('enact each deadline once, though both have decided every one before either writes', async () => {
    const { journeys, due } = await submitted();
    const before = told();
    const held = hooks.holdRequests(enacts);
    await passBy(due);
    const second = sweep();
    await held.until(2 * DOSSIERS);
    held.release();
    expect(failuresOf(await second)).toEqual([]);
    await expectEnactedOnce(journeys);
    expect(told() - before).toBe(DOSSIERS);
  });

  it('enact each deadline once, though one goes on with what it had decided long after the other has done it', async () => {
    const { journeys, due } = await submitted();
    const before = told();
    let writes = 0;
    const held = hooks.holdRequests((request) => enacts(request) && ++writes > HALF && writes <= DOSSIERS);
    await passBy(due);
    await held.until(HALF);
    expect(failuresOf(await sweep())).toEqual([]);
    await here().runtime.clock.advance(MINUTE_MS);
    held.release();
    await expectEnactedOnce(journeys);
    expect(told() - before).toBe(DOSSIERS);
  });

  it('enact each deadline once, though one dies half way', async () => {
    const { journeys, due } = await submitted();
    let writes = 0;
    const held = hooks.holdRequests((request) => enacts(request) && ++writes > HALF && writes <= DOSSIERS);
    await passBy(due);
    await held.until(HALF);
    expect(failuresOf(await sweep())).toEqual([]);
    ends.push(
      here().runtime.proxy.beforeCall((request) => {
        if (enacts(request)) throw new Error('the sweeper is dead');
      }),
    );
    held.release();
    await expectEnactedOnce(journeys);
  });

  it('are not kept from any deadline by a dossier that cannot be read, and go on with it till it can', async () => {
    const { journeys, due, dueAt } = await submitted();
    const Item = { ...metaKey(UNREADABLE), dossierId: UNREADABLE, deadlineKey: deadlineBucket(dueAt), deadlineAt: dueAt };
    await here().inspection.tables.send(new PutCommand({ TableName: TableName(), Item }));
    const held = hooks.holdRequests(enacts);
    await passBy(due);
    const second = sweep();
    await held.until(2 * DOSSIERS);
    held.release();
    expect(failuresOf(await second)).toHaveLength(1);
    for (let minute = 0; minute < 90; minute += 15) await here().runtime.clock.advance(15 * MINUTE_MS);
    expect(failuresOf(await sweep())).toHaveLength(1);
    expect(await cursor()).toBe(deadlineBucket(dueAt));
    expect(
      logLines(here()).filter((line) => line.includes('a deadline was not enacted') && line.includes(UNREADABLE)).length,
    ).toBeGreaterThan(1);

    await here().inspection.tables.send(new DeleteCommand({ TableName: TableName(), Key: metaKey(UNREADABLE) }));
    expect(failuresOf(await sweep())).toEqual([]);
    expect(String(await cursor()) > deadlineBucket(dueAt)).toBe(true);
    await expectEnactedOnce(journeys);
  });

  it('leave a table that nowhere contradicts itself', async () => {
    await expectTableWhole(here());
  });
});
