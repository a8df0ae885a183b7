import { describe, expect, it } from 'vitest';
import type { CountedCall } from '../../../local/dynamodb/call-counters.ts';
import type { TableShape } from '../../../local/dynamodb/units.ts';
import { routeOf } from '../../bench/recording/front.ts';
import { keyWritesOf } from '../../bench/recording/key-writes.ts';
import { readLines } from '../../bench/recording/log-lines.ts';
import { ownUse, statusReadUse, writePathRequests } from '../../bench/recording/recording.ts';
import { addCounts, NOTHING, sumOf, unitsOf } from '../../bench/recording/use.ts';

const table: TableShape = {
  name: 'dossiers',
  keys: ['pk', 'sk'],
  indexes: [{ name: 'deadline', keys: ['deadlineKey', 'deadlineAt'], projection: [] }],
};
const tables = new Map([[table.name, table]]);

const call = (operation: string, input: Record<string, unknown>, writeUnits: number, more: Partial<CountedCall> = {}): CountedCall => ({
  operation,
  input,
  writeUnits,
  tables: ['dossiers'],
  userAgent: '',
  status: 200,
  error: undefined,
  spent: [{ table: 'dossiers', readUnits: 0, writeUnits }],
  requests: 1,
  readUnits: 0,
  ...more,
});
const meta = (bucket?: string) => ({
  pk: { S: 'DOSSIER#1' },
  sk: { S: 'META' },
  ...(bucket && { deadlineKey: { S: bucket }, deadlineAt: { S: `${bucket}:30` } }),
});
const put = (...items: Record<string, unknown>[]) => ({ TransactItems: items.map((Item) => ({ Put: { TableName: 'dossiers', Item } })) });

describe('keys that writes fall on, worked by hand', () => {
  const keys = async (...calls: CountedCall[]) =>
    (await keyWritesOf(calls, tables)).writes.map(({ index, key, units }) => [index, key, units]);

  it('1: a transaction takes two on the table and one on the index that an item enters', async () => {
    expect(await keys(call('TransactWriteItems', put(meta('T02')), 3))).toEqual([
      [undefined, 'DOSSIER#1', 2],
      ['deadline', 'T02', 1],
    ]);
  });

  it('2: an item that moves in an index takes one on its old key and one on its new key', async () => {
    const calls = [call('TransactWriteItems', put(meta('T02')), 3), call('TransactWriteItems', put(meta('T09')), 4)];
    expect((await keys(...calls)).slice(2)).toEqual([
      [undefined, 'DOSSIER#1', 2],
      ['deadline', 'T02', 1],
      ['deadline', 'T09', 1],
    ]);
  });

  it('3: an item that leaves an index takes one on the key that it leaves; one that stays takes none', async () => {
    const enter = call('TransactWriteItems', put(meta('T02')), 3);
    expect((await keys(enter, call('TransactWriteItems', put(meta()), 3))).slice(2)).toEqual([
      [undefined, 'DOSSIER#1', 2],
      ['deadline', 'T02', 1],
    ]);
    expect((await keys(enter, call('TransactWriteItems', put(meta('T02')), 2))).slice(2)).toEqual([[undefined, 'DOSSIER#1', 2]]);
  });

  it('4: adding to a counter takes one on the counter', async () => {
    const add = { TableName: 'dossiers', Key: { pk: { S: 'COUNTER#RECEIPT#42#26' }, sk: { S: 'COUNTER' } } };
    expect(await keys(call('UpdateItem', add, 1))).toEqual([[undefined, 'COUNTER#RECEIPT#42#26', 1]]);
  });

  it('5: moving the counters of an office in a transaction takes two on them', async () => {
    const add = { TableName: 'dossiers', Key: { pk: { S: 'COUNTS#G01.042.001' }, sk: { S: '2026-11#permanent-residence' } } };
    expect(await keys(call('TransactWriteItems', { TransactItems: [{ Update: add }] }, 2))).toEqual([[undefined, 'COUNTS#G01.042.001', 2]]);
  });

  it('leaves out reads, and writes that took no effect', async () => {
    const refused = call('TransactWriteItems', put(meta('T02')), 2, { status: 400, error: 'TransactionCanceledException' });
    expect(await keys(refused, call('GetItem', { TableName: 'dossiers', Key: {} }, 0))).toEqual([]);
  });

  it('keeps the items as they were left', async () => {
    const { items } = await keyWritesOf(
      [call('TransactWriteItems', put(meta('T02')), 3), call('TransactWriteItems', put(meta('T09')), 4)],
      tables,
    );
    expect(items.get('dossiers')).toEqual([meta('T09')]);
  });

  it('fails when the keys do not account for what was counted', async () => {
    await expect(keys(call('TransactWriteItems', put(meta('T02')), 5))).rejects.toThrow(
      'keys account for 3 write units, the proxy counted 5',
    );
  });

  it('fails at an update that it cannot follow', async () => {
    const update = { TableName: 'dossiers', Key: { pk: { S: 'DOSSIER#1' }, sk: { S: 'META' } } };
    await expect(keys(call('UpdateItem', update, 1))).rejects.toThrow('cannot be followed');
  });
});

describe('log lines', () => {
  const report = (status: string) =>
    JSON.stringify({ type: 'platform.report', record: { status, metrics: { durationMs: 12.5, memorySizeMB: 512 } } });

  it('tell calls and their durations, and count what the deployed level would write: 26 bytes a line beside its own', () => {
    const line = '{"level":"INFO","message":"openDraft","ms":3}';
    expect(readLines([report('success'), line])).toEqual({
      reports: [{ durationMs: 12.5, memoryMb: 512 }],
      bytes: line.length + 26,
      messages: 0,
    });
  });

  it('count the report on a call that failed, which Lambda writes at level WARN too', () => {
    expect(readLines([report('error')]).bytes).toBe(report('error').length + 26);
  });

  it('count the messages of consumers, and take lines that are not JSON as bytes', () => {
    expect(readLines(['{"message":"driveApprovals","messages":3,"failed":0}', 'Một cửa'])).toMatchObject({
      messages: 3,
      bytes: 52 + 26 + Buffer.byteLength('Một cửa') + 26,
    });
  });
});

describe('what a journey used', () => {
  const use = (more: object) => ({ ...NOTHING, ...more });
  const read = call('Query', {}, 0, { readUnits: 2 });
  const exchanges = [
    {
      route: 'POST /citizen/dossiers',
      use: use({ api: { 'POST /citizen/dossiers': 1, 'national POST /agency/lookups': 1 }, transitions: 1 }),
    },
    { route: 'GET /citizen/dossiers/{id}', use: use({ api: { 'GET /citizen/dossiers/{id}': 1 }, queueMessages: 2, database: [read] }) },
    { route: 'GET /public/jwks.json', use: use({ api: { 'GET /public/jwks.json': 1 } }) },
  ];

  it('leaves looks out, but not what agencies did with their queues meanwhile', () => {
    expect(ownUse({ exchanges })).toEqual(use({ api: exchanges[0]?.use.api, transitions: 1, queueMessages: 2 }));
  });

  it('tells what one look takes', () => {
    const look = statusReadUse({ exchanges });
    expect(unitsOf(look)).toEqual({ read: 2, write: 0 });
    expect(look).toMatchObject({ queueMessages: 0, api: { 'GET /citizen/dossiers/{id}': 1 } });
  });

  it('counts requests that write and the notification, not those between the cells', () => {
    const api = { 'POST /citizen/dossiers': 1, 'GET /public/payments/vnpay/notification': 1, 'GET /public/payments/vnpay/return': 1 };
    expect(writePathRequests({ api: { ...api, 'national POST /agency/lookups': 1 } })).toBe(2);
  });

  it('adds up', () => {
    expect(addCounts({ a: 1, b: 2 }, { b: 2, c: 1 }, -1)).toEqual({ a: 1, c: -1 });
    expect(sumOf(exchanges.map((exchange) => exchange.use))).toMatchObject({ transitions: 1, queueMessages: 2, database: [read] });
  });

  it.each([
    ['POST', '/citizen/dossiers/01KAQ05902YEDBR20DB51TXKYN/submission', 'POST /citizen/dossiers/{id}/submission'],
    ['POST', '/agency/tasks/01KAQ05902YEDBR20DB51TXKYN.3/answer', 'POST /agency/tasks/{id}/answer'],
    ['GET', '/public/payments/vnpay/notification?vnp_Amount=1000000', 'GET /public/payments/vnpay/notification'],
    ['GET', '/public/jwks.json', 'GET /public/jwks.json'],
  ])('names routes without what is one dossier’s: %s %s', (method, url, route) => {
    expect(routeOf(method, url)).toBe(route);
  });
});
