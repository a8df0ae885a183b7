import { describe, expect, it } from 'vitest';
import { countryPlaces, LARGEST, NATIONWIDE, oneCommune, zipf } from '../../bench/hottest-key/country.ts';
import { patternOf } from '../../bench/hottest-key/key-pattern.ts';
import { replay } from '../../bench/hottest-key/replay.ts';
import type { Consumption } from '../../bench/price/consumption.ts';
import { accountsNeeded, demandOf, headroomOf } from '../../bench/quota-headroom/demand.ts';
import { readQuotaList } from '../../bench/quota-headroom/quota-list.ts';

const list = readQuotaList();
const own: Consumption = {
  ...{ transitions: 10, writeUnits: 126, readUnits: 40, apiRequests: 17, invocations: 40, gigabytes: 20, topicMessages: 19 },
  ...{ queueRequests: 30, keyUses: 7, signatures: 1, objectWrites: 1, objectReads: 2, logBytes: 8_000 },
};
const asked = { own, look: { apiRequests: 1, invocations: 1 }, starts: 1, callbacks: 4, secretReads: 0, busEvents: 1, tableWrites: 110 };

describe('demand on quotas, worked by hand', () => {
  const demand = demandOf(asked, { perSecond: 139, perYear: 100_000_000 }, list);

  it.each([
    ['stateTransitions', 1_390],
    ['taskCallbacks', 556],
    ['topicMessages', 2_641],
    ['signatures', 139],
    ['tableWrites', 15_290],
    // 17 of its own and 20 looks
    ['apiRequests', 139 * 37],
    // 60 calls of 0.12 s
    ['concurrentCalls', 139 * 60 * 0.12],
    // 100 million in 365 days, each open for 10
    ['openExecutions', 2_739_726.03],
  ] as const)('%s', (quota, value) => {
    expect(demand[quota]).toBeCloseTo(value, 1);
  });

  it('names the neediest quota first, of one scope only', () => {
    const headroom = headroomOf(demand, list, 'account');
    expect(headroom[0]).toEqual({ quota: 'stateTransitions', demand: 1_390, limit: 500, needed: 2.78 });
    expect(headroom.map(({ quota }) => quota)).not.toContain('tableWrites');
    expect(headroomOf(demand, list, 'table').map(({ quota }) => quota)).toEqual(['newTableWrites', 'tableWrites']);
  });

  it('gives the largest cell an account of its own, and the others as many as the neediest quota asks', () => {
    const one = (needed: number) => [{ quota: 'stateTransitions' as const, demand: 0, limit: 0, needed }];
    // 1.78 for the rest: two, and one for the largest cell
    expect(accountsNeeded(one(2.78), one(1))).toBe(3);
    // The largest cell does not fit into one account: it would have to be given two
    expect(accountsNeeded(one(2.78), one(1.01))).toBe(4);
    expect(accountsNeeded(one(5.2), one(1))).toBe(6);
  });
});

describe('the quota list', () => {
  it('names a source for every quota, and marks what was only recalled', () => {
    for (const { source, confidence } of Object.values(list.quotas))
      expect([source !== '', source.includes('found in no stored source')]).toEqual([true, confidence === 'recalled']);
  });
});

describe('a key of one dossier for another', () => {
  const place = { serial: 9, cell: '01', commune: 5, shard: 3 };
  it.each([
    ['DOSSIER#01KAQ05902YEDBR20DB51TXKYN', 'DOSSIER##', 'DOSSIER#9'],
    [`IDEMPOTENCY#${'aB-_'.repeat(11)}`, 'IDEMPOTENCY##', 'IDEMPOTENCY#9'],
    ['OWNER#1.kHdTlW3fXw0aQ_-GxJ0Yb1uJm2t3nZcV4x5y6z7A8B9', 'OWNER#1.#', 'OWNER#1.9'],
    ['CODE#G01.042.001-261123-000001', 'CODE#<office>-261123-#', 'CODE#G01.001.005-261123-9'],
    ['COUNTER#CODE#G01.042.001#261123', 'COUNTER#CODE#<office>#261123', 'COUNTER#CODE#G01.001.005#261123'],
    ['COUNTER#RECEIPT#42#26', 'COUNTER#RECEIPT#<cell>#26', 'COUNTER#RECEIPT#01#26'],
    ['land#ZLR.042.000#open#2', 'land#<office>#open#<shard>', 'land#ZLR.001.000#open#3'],
    ['2026-11-24T01', '2026-11-24T01', '2026-11-24T01'],
    ['KPI#day', 'KPI#day', 'KPI#day'],
  ])('%s', (key, text, other) => {
    const pattern = patternOf(key);
    expect([pattern.text, pattern.of(place)]).toEqual([text, other]);
  });
});

describe('the replay', () => {
  const write = (key: string, units: number, more: { table?: string; index?: string } = {}) => ({
    table: 'd',
    index: undefined,
    key,
    units,
    ...more,
  });
  const next = (serial: number) => ({ serial, cell: serial % 2 === 0 ? '01' : '42', commune: 1, shard: serial % 4 });
  const options = { perSecond: 10, seconds: 60, next, isCellTable: (table: string) => table === 'd' };

  it('counts a shared key in each cell apart, a second at a time', () => {
    const writes = [write('DOSSIER#01KAQ05902YEDBR20DB51TXKYN', 40), write('COUNTER#RECEIPT#42#26', 1)];
    expect(replay(writes, options)).toEqual([
      { table: 'd', index: undefined, pattern: 'COUNTER#RECEIPT#<cell>#26', key: 'COUNTER#RECEIPT#01#26', peak: 5, mean: 5 },
    ]);
  });

  it('counts a key of a national table for all cells together, and indexes apart', () => {
    const writes = [write('ALL', 2, { table: 'national' }), write('2026-11-24T01', 2, { index: 'deadline' })];
    expect(replay(writes, options)).toMatchObject([
      { table: 'national', peak: 20, mean: 20 },
      { table: 'd', index: 'deadline', peak: 10, mean: 10 },
    ]);
  });

  it('spreads what has shards over them', () => {
    expect(replay([write('land#ZLR.042.000#open#2', 4)], { ...options, perSecond: 40 })).toMatchObject([{ peak: 40, mean: 40 }]);
  });
});

describe('the country', () => {
  it('files 50 of 139 in the largest cell', () => {
    const next = countryPlaces();
    const places = Array.from({ length: 13_900 }, (_, serial) => next(serial));
    expect(places.filter(({ cell }) => cell === '01').length / 100).toBeCloseTo(LARGEST, -1);
    expect(new Set(places.map(({ cell }) => cell)).size).toBe(34);
    expect(NATIONWIDE).toBe(139);
  });

  it('files most in the first commune: 1 of 1 + 1/2 + 1/3', () => {
    const choose = zipf(3);
    expect([0, 0.54, 0.55, 0.81, 0.82, 0.999].map(choose)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('at worst files all in one', () => {
    const next = oneCommune();
    expect(new Set(Array.from({ length: 50 }, (_, serial) => `${next(serial).cell}/${next(serial).commune}`)).size).toBe(1);
  });
});
