import { describe, expect, it } from 'vitest';
import type { Item } from '../../../local/dynamodb/item-size.ts';
import { cellParts, idleMonthOf } from '../../bench/price/cell-month.ts';
import { type Consumption, consumptionOf, publishedMessages } from '../../bench/price/consumption.ts';
import { readPriceList, usdFor } from '../../bench/price/price-list.ts';
import { atBudget, billOf, totalOf } from '../../bench/price/price-of.ts';
import { keepingOf, storedBytes } from '../../bench/price/storage.ts';
import { NOTHING } from '../../bench/recording/use.ts';

const list = readPriceList();

const consumption: Consumption = {
  transitions: 10,
  writeUnits: 120,
  readUnits: 40,
  apiRequests: 15,
  invocations: 40,
  gigabytes: 20,
  topicMessages: 18,
  queueRequests: 30,
  keyUses: 6,
  signatures: 1,
  objectWrites: 1,
  objectReads: 2,
  logBytes: 8_000,
};

describe('the bill of a million dossiers, worked by hand', () => {
  it.each([
    // 10 million transitions at 0.025 a thousand
    ['state transitions', 250],
    // 120 million at 0.625 a million
    ['database writes', 75],
    ['database reads', 5],
    ['API requests', 15],
    ['functions, by call', 8],
    // 20 GB x 0.12 s x a million x 0.0000133334
    ['functions, by time', 32.00016],
    ['topic', 9],
    ['queues', 12],
    // 6 million at 0.03 and 1 million at 0.15 a ten thousand
    ['keys', 18 + 15],
    ['object store', 5 + 0.8],
    // 8 GB at 0.5
    ['logs', 4],
  ] as const)('%s', (part, usd) => {
    expect(billOf(consumption, list)[part]).toBeCloseTo(usd, 6);
  });

  it('adds up', () => {
    expect(totalOf(billOf(consumption, list))).toBeCloseTo(250 + 75 + 5 + 15 + 8 + 32.00016 + 9 + 12 + 33 + 5.8 + 4, 6);
  });

  it('has a budget in which only what has one stands at it', () => {
    expect(atBudget(consumption, 9)).toEqual({ ...consumption, transitions: 10, writeUnits: 134, apiRequests: 17, logBytes: 20_000 });
  });
});

describe('what is consumed', () => {
  const event = (n: number, type: string, data: object) => ({
    Put: {
      TableName: 'dossiers',
      Item: {
        sk: { S: `EVENT#000${n}` },
        dossierId: { S: '01KAQ05902YEDBR20DB51TXKYN' },
        n: { N: String(n) },
        type: { S: type },
        at: { S: '2026-11-23T02:00:00.000Z' },
        by: { M: { kind: { S: 'system' } } },
        data: { M: data },
      },
    },
  });
  const opened = {
    M: {
      taskId: { S: '01KAQ05902YEDBR20DB51TXKYN.1' },
      kind: { S: 'parcel-check' },
      role: { S: 'consulted' },
      agency: { S: 'land' },
      office: { S: 'ZLR.042.000' },
      dueAt: { S: '2026-12-02T02:00:00.000Z' },
    },
  };
  const transaction = (status: number, ...TransactItems: unknown[]) => ({
    operation: 'TransactWriteItems',
    input: { TransactItems },
    status,
    tables: [],
    userAgent: '',
    error: undefined,
    spent: [],
    requests: 1,
    readUnits: 0,
    writeUnits: 4,
  });
  const started = event(9, 'dossier.processing-started', { run: { N: '1' }, opened: { L: [opened, opened] } });
  const meta = { Put: { TableName: 'dossiers', Item: { sk: { S: 'META' } } } };

  it('is one message for an event and one for each task that it opened; what was refused is published by nobody', () => {
    expect(publishedMessages({ database: [transaction(200, meta, started), transaction(400, meta, started)] }, '42')).toBe(3);
  });

  it('is three requests for a message in a queue, and the key’s uses apart from signatures', () => {
    const services = {
      'TrentService.Sign': 1,
      'TrentService.Decrypt': 4,
      'TrentService.GenerateDataKey': 2,
      'S3.PUT': 1,
      'S3.HEAD': 1,
      SendMessage: 1,
    };
    const invocations = [
      { name: 'A', durationMs: 1, memoryMb: 512 },
      { name: 'B', durationMs: 9, memoryMb: 1024 },
    ];
    expect(consumptionOf({ ...NOTHING, services, invocations, queueMessages: 5, api: { 'POST /x': 2, 'GET /y': 1 } }, '42')).toMatchObject({
      queueRequests: 16,
      keyUses: 6,
      signatures: 1,
      objectWrites: 1,
      objectReads: 1,
      invocations: 2,
      gigabytes: 1.5,
      apiRequests: 3,
    });
  });
});

describe('what stands apart', () => {
  it('counts what of a cell costs by the month', () => {
    const resource = (type: string, properties = {}) => ({ type, properties });
    const resources = [
      resource('AWS::CloudWatch::Alarm'),
      resource('AWS::CloudWatch::Alarm'),
      resource('AWS::KMS::Key'),
      resource('AWS::Scheduler::Schedule'),
      resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: 'arn:aws:sqs:ap-southeast-1:1:a' }),
      resource('AWS::Lambda::EventSourceMapping', { EventSourceArn: 'arn:aws:dynamodb:ap-southeast-1:1:table/a/stream/b' }),
      resource('AWS::Lambda::Function'),
    ];
    const parts = cellParts(resources);
    expect(parts).toEqual({ alarms: 2, keys: 1, secrets: 0, dashboards: 0, metrics: 0, readQueues: 1, schedules: 1 });
    // 2 alarms 0.2, key 1, polls 648,000 x 0.4 a million, 43,200 schedule calls: 0.0432, 0.00864, 43,200 x 0.06 GBs x 0.0000133334
    expect(idleMonthOf(parts, list)).toBeCloseTo(0.2 + 1 + 0.2592 + 0.0432 + 0.00864 + 0.03456017, 6);
  });

  it('stores an item and its index entries with 100 bytes more each', () => {
    const table = { name: 't', keys: ['pk'], indexes: [{ name: 'i', keys: ['owner'], projection: [] }] };
    const items: Item[] = [{ pk: { S: 'ab' }, owner: { S: 'cd' }, v: { S: 'x'.repeat(9) } }, { pk: { S: 'ef' } }];
    // 4 + 7 + 10, index 4 + 7, second 4; three times 100
    expect(storedBytes(table, items)).toBe(21 + 11 + 4 + 300);
  });

  it('keeps a million dossiers of 20 kB for a year: 20 GB in 12 months at 0.25 and 0.2', () => {
    const { table, documents, logs } = keepingOf({ table: 20_000, logs: 8_000 }, list);
    expect(table).toBeCloseTo(20 * 12 * 0.45, 6);
    // 3,000 GB at 0.023, and 8 GB of logs at 15 % and 0.03
    expect(documents).toBeCloseTo(3_000 * 12 * 0.023, 6);
    expect(logs).toBeCloseTo(8 * 12 * 0.15 * 0.03, 6);
  });
});

describe('the price list', () => {
  it('names a source for every price, and marks what was only recalled', () => {
    for (const { source, confidence } of Object.values(list.prices)) {
      expect(source).not.toBe('');
      expect(source.includes('found in no stored source')).toBe(confidence === 'recalled');
    }
  });

  it('divides by what a price is for', () => {
    expect(usdFor(list, 'keyUse', 20_000)).toBeCloseTo(0.06, 10);
  });
});
