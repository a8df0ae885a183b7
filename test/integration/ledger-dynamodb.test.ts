import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dynamoLedger } from '../../functions/ledger/ledger.dynamodb.ts';
import type { Ledger, Step } from '../../functions/ledger/ledger.ts';
import { unpaidMeta } from '../support/accepted-dossier.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../support/dossiers-table.ts';
import { countedUlid } from '../support/fixed.ts';
import { ledgerContract } from './ledger-contract.ts';

ledgerContract('DynamoDB', async () => {
  const table = await openDossiersTable();
  return {
    ledger: dynamoLedger(table.clientOf(), DOSSIERS_TABLE),
    conflictNext: () => void table.proxy.faults.add({ kind: 'conflict', operation: 'TransactWriteItems', times: 1 }),
    stop: table.stop,
  };
});

describe('the ledger in DynamoDB when the network fails', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  let ledger: Ledger;
  beforeAll(async () => {
    table = await openDossiersTable();
    ledger = dynamoLedger(table.clientOf(), DOSSIERS_TABLE);
  });
  afterEach(() => table.proxy.faults.clear());
  afterAll(() => table.stop());

  let count = 0;
  const step: Step = {
    at: new Date('2026-11-23T02:00:00.000Z'),
    by: { kind: 'system', id: 'test' },
    events: [{ event: { type: 'dossier.lookups-waiting', data: { reason: 'test' } } }],
    change: {},
  };
  const opened = async () => {
    count += 1;
    const meta = await unpaidMeta({ dossierId: countedUlid(count), n: 0 });
    const outcome = await ledger.open(meta, step);
    if (outcome.kind !== 'committed') throw new Error('the dossier exists already');
    return outcome.meta;
  };

  it('writes a step once when the answer to it was lost', async () => {
    const before = await opened();
    table.proxy.faults.add({ kind: 'lost-answer', operation: 'TransactWriteItems', times: 1 });
    expect(await ledger.commit(before, step)).toMatchObject({ kind: 'committed', meta: { n: 2 } });
    expect(await ledger.list(before.dossierId, 'EVENT#')).toHaveLength(2);
    expect(table.proxy.faults.pending()).toBe(0);
  });

  it('writes a step once when it was throttled', async () => {
    const before = await opened();
    table.proxy.faults.add({ kind: 'throttle', operation: 'TransactWriteItems', times: 2 });
    expect(await ledger.commit(before, step)).toMatchObject({ kind: 'committed' });
    expect(await ledger.list(before.dossierId, 'EVENT#')).toHaveLength(2);
  });

  it('throws when it is throttled for good, and has written nothing', async () => {
    const before = await opened();
    table.proxy.faults.add({ kind: 'throttle', operation: 'TransactWriteItems' });
    const impatient = dynamoLedger(table.clientOf(2), DOSSIERS_TABLE);
    await expect(impatient.commit(before, step)).rejects.toThrow();
    expect(await ledger.readMeta(before.dossierId)).toEqual(before);
  });

  it('pays four write units for a step of one event: META and the event fit into one unit each', async () => {
    const before = await opened();
    table.proxy.mark('one step');
    await ledger.commit(before, step);
    // Twice as dear in a transaction; no key of an index changed.
    expect(table.proxy.since('one step').writeUnits).toBe(4);
  });
});
