import { describe, expect, it } from 'vitest';
import { copierOf, type Rows, seededIds } from '../../bench/growth/copies.ts';
import { cutter, fill } from '../../bench/growth/cut.ts';
import { expressionOf, scanPlace } from '../../bench/growth/engine-rows.ts';
import { growthOf, shuffled, spreadOf } from '../../bench/growth/scaling.ts';
import { MEASURED_OPEN, stockOf } from '../../bench/growth/stock.ts';
import { seededRandom } from '../../bench/statistics.ts';

describe('a text cut into slots', () => {
  it('takes other values where its own stood, as often as they stood there', () => {
    const cut = cutter(['A1', 'x'])('A1-x-A1!');
    expect(cut).toEqual({ literals: ['', '-', '-', '!'], slots: [0, 1, 0] });
    expect(fill(cut, ['B2', 'yy'])).toBe('B2-yy-B2!');
  });

  it('finds the longer of two values that begin alike', () => {
    const cut = cutter(['2026-11-24T02', '2026-11-24T02:05:00.000Z'])('2026-11-24T02 2026-11-24T02:05:00.000Z');
    expect(cut.slots).toEqual([0, 1]);
  });

  it('takes signs of patterns for what they are', () => {
    expect(cutter(['a.b|c'])('a.b|c axbxc').slots).toEqual([0]);
  });

  it('is itself again with its own values', () => {
    const values = ['01K', '.042.001', '261123'];
    const text = '{"S":"DOSSIER#01K","office":"G01.042.001-261123"}';
    expect(fill(cutter(values)(text), values)).toBe(text);
  });

  it.each([[['a', 'a']], [['a', '']]])('refuses values that no copy could tell apart: %j', (values) => {
    expect(() => cutter(values)).toThrow('must differ');
  });
});

describe('a copy of a dossier', () => {
  const [dossierId, other] = ['01KAQ05902YEDBR20DB51TXKYN', '01KAQ05902YEDBR20DB51TXKZZ'];
  const digest = 'B'.repeat(43);
  const meta = (id: string, owner: string, office: string, deadline: string, bucket: string, code: string) =>
    JSON.stringify({
      pk: { S: `DOSSIER#${id}` },
      ownerKey: { S: owner },
      office: { S: `G01${office}` },
      code: { S: code },
      deadlineAt: { S: deadline },
      deadlineKey: { S: bucket },
    });
  const rows: Rows = {
    t: [
      [
        `S:DOSSIER#${dossierId}`,
        meta(dossierId, 'k1.aaa', '.042.001', '2026-12-02T02:04:00.000Z', '2026-12-02T02', 'G01.042.001-261123-000001'),
        300,
        'old',
      ],
      ['S:CODE#G01.042.001-261123-000001', `{"dossierId":{"S":"${dossierId}"}}`, 60, 'old'],
      [`S:IDEMPOTENCY#${digest}`, '{}', 60, 'old'],
    ],
  };
  const computed = { places: new Map([['t', 3]]), of: (partition: string) => `place of ${partition}` };
  const copier = copierOf(rows, { dossierId, ownerKey: 'k1.aaa', office: 1 }, computed);
  const copied = (difference: Parameters<typeof copier.valuesOf>[0]) => {
    const values = copier.valuesOf(difference);
    return copier.rows['t']?.map((row) => row.map((column) => (typeof column === 'object' && column ? fill(column, values) : column)));
  };

  it('has its own ids, owner, office, code and times, and sizes as the pattern has', () => {
    const [head, code] = copied({ dossierId: other, ownerKey: 'k1.bbb', office: 7, serial: 4711, ageMs: 3_600_000 }) ?? [];
    const partition = `S:DOSSIER#${other}`;
    const newCode = 'G01.042.007-261123-004711';
    expect(head).toEqual([
      partition,
      meta(other, 'k1.bbb', '.042.007', '2026-12-02T01:04:00.000Z', '2026-12-02T01', newCode),
      300,
      `place of ${partition}`,
    ]);
    expect(code).toEqual([`S:CODE#${newCode}`, `{"dossierId":{"S":"${other}"}}`, 60, `place of S:CODE#${newCode}`]);
  });

  it('gives pointers of their own to two copies', () => {
    const pointer = (id: string) => copied({ dossierId: id, ownerKey: 'k1.bbb', office: 7, serial: 1, ageMs: 0 })?.[2]?.[0];
    expect(pointer(other)).toMatch(/^S:IDEMPOTENCY#[\w-]{43}$/);
    expect(pointer(other)).not.toBe(pointer(dossierId));
  });

  it('refuses a value of another length, which would change sizes', () => {
    expect(() => copier.valuesOf({ dossierId: other, ownerKey: 'k1.longer', office: 7, serial: 1, ageMs: 0 })).toThrow('not as long');
  });
});

describe('rows in the engine', () => {
  it('name the place of a partition in a scan as the engine does', () => {
    // Read from a row that dynoxide 1.2.1 wrote.
    expect(scanPlace('S:DOSSIER#01000000000000000000000001')).toBe('ce69be');
  });

  it('are written by expressions whose literals cannot end them', () => {
    expect(expressionOf({ literals: ["it's ", ' and ', ''], slots: [0, 4] })).toBe("'it''s ' || ?1 || ' and ' || ?5 || ''");
    expect([expressionOf(847), expressionOf(null)]).toEqual(['847', 'NULL']);
  });
});

describe('the stock', () => {
  it('has the same open work of one office at every size, and the smaller one begins the larger', () => {
    const small = [...stockOf(100)];
    expect([...stockOf(1_000)].slice(0, 100)).toEqual(small);
    expect(small.every(({ office, stage }) => office === 1 && ['new', 'asked', 'decidable'].includes(stage))).toBe(true);
    expect([...stockOf(1_000)].filter(({ office }) => office === 1)).toHaveLength(MEASURED_OPEN);
  });

  it('is mostly done', () => {
    const done = [...stockOf(10_100)].slice(100).filter(({ stage }) => stage === 'returned').length;
    expect(done / 10_000).toBeCloseTo(0.82, 1);
  });

  it('refuses to be too small for the measured inbox', () => {
    expect(() => stockOf(99)).toThrow('at least 100');
  });

  it('gets ids in order, the same ones for the same seed', () => {
    const make = (seed: number) => {
      const ids = seededIds(seed);
      return [ids.ulid(), ids.ulid(), ids.ulid()];
    };
    expect(make(3)).toEqual(make(3));
    expect(make(3)).toEqual([...make(3)].sort());
    expect(make(3)).not.toEqual(make(4));
  });
});

describe('growth', () => {
  const round = (cost: (size: number) => number) => new Map([100, 1_000, 10_000].map((size) => [size, cost(size)]));

  it('is 0 where the size makes no difference, and the exponent where it does', () => {
    expect(growthOf([round(() => 7)]).exponent).toBeCloseTo(0, 10);
    expect(growthOf([round((size) => 3 * size)]).exponent).toBeCloseTo(1, 10);
    // 1.41 times as much at a thousand times the size: log 1.4125 / log 1000.
    expect(growthOf([round((size) => size ** 0.05)]).exponent).toBeCloseTo(0.05, 10);
  });

  it('takes the median of the rounds, and says how far drawing them again moves it', () => {
    const rounds = [round(() => 5), round((size) => size), round(() => 5)];
    const { exponent, interval, medians } = growthOf(rounds);
    expect([...medians]).toEqual([
      [100, 5],
      [1_000, 5],
      [10_000, 5],
    ]);
    expect(exponent).toBeCloseTo(0, 10);
    expect(interval.high).toBeCloseTo(1, 5);
  });

  it('has a spread of 0 only where all values are the same', () => {
    expect([spreadOf([9, 9, 9]), spreadOf([9, 9.5, 8])]).toEqual([0, 1.5]);
  });

  it('measures every block once, in another order', () => {
    const list = Array.from({ length: 20 }, (_, index) => index);
    const other = shuffled(list, seededRandom(1));
    expect(other).not.toEqual(list);
    expect([...other].sort((left, right) => left - right)).toEqual(list);
  });
});
