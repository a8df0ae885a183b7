import { describe, expect, it } from 'vitest';
import { canonicalItem, type Item, itemSize } from '../../../local/dynamodb/item-size.ts';
import { checkUnits, indexEntry, readUnits, type TableShape, writeUnits } from '../../../local/dynamodb/units.ts';

/** A value of `bytes` bytes. */
const filler = (bytes: number) => ({ S: 'x'.repeat(bytes) });

/** Keys pk and sk; a sparse index on `owner` that carries `state`, one on `due` with keys only, one on `all` with everything. */
const table: TableShape = {
  name: 'dossiers',
  keys: ['pk', 'sk'],
  indexes: [
    { name: 'byOwner', keys: ['owner', 'sk'], projection: ['state'] },
    { name: 'byDue', keys: ['due'], projection: [] },
    { name: 'byAll', keys: ['all'], projection: 'ALL' },
  ],
};

/** 2+1 and 2+1 bytes. */
const key = { pk: { S: 'a' }, sk: { S: '1' } } satisfies Item;

describe('size of an item, worked by hand', () => {
  const sizes: readonly (readonly [string, Item, number])[] = [
    ['1: a string counts its UTF-8 bytes: 4 + 2', { name: { S: 'ab' } }, 6],
    ['2: Vietnamese letters take their UTF-8 bytes: 3 + (M 1, ộ 3, t 1)', { ten: { S: 'Một' } }, 8],
    ['3: attribute names count in UTF-8 too: tên is 1+2+1, and 1', { tên: { S: 'x' } }, 5],
    ['4: 3 digits take 2 bytes and 1: 1 + 3', { n: { N: '125' } }, 4],
    ['5: leading and trailing zeros are trimmed, 12.50 is 125: 1 + 3', { n: { N: '0012.500' } }, 4],
    ['6: 1e20 has one digit: 1 + 1 + 1', { n: { N: '100000000000000000000' } }, 3],
    ['7: 38 digits: 1 + 19 + 1', { n: { N: '12345678901234567890123456789012345678' } }, 21],
    ['8: binary counts raw bytes, AAEC is 3: 1 + 3', { b: { B: 'AAEC' } }, 4],
    ['9: a boolean and a null take 1 each: 2 + 1 + 2 + 1', { ok: { BOOL: true }, no: { NULL: true } }, 6],
    ['10: an empty list takes 3: 1 + 3', { l: { L: [] } }, 4],
    ['11: a list adds 1 an element: 1 + 3 + (1 + 2) + (1 + 2)', { l: { L: [{ S: 'ab' }, { N: '7' }] } }, 10],
    ['12: a map adds 1 a member and its name: 1 + 3 + (1 + 3 + 2)', { m: { M: { key: { S: 'ab' } } } }, 10],
    ['13: sets count their elements: 2 + (2 + 3) + 1 + (2 + 2)', { ss: { SS: ['ab', 'cde'] }, n: { NS: ['1', '22'] } }, 12],
  ];
  it.each(sizes)('%s', (_, item, bytes) => {
    expect(itemSize(item)).toBe(bytes);
  });
});

describe('write units of the table, worked by hand', () => {
  it('14: a small new item takes 1', () => {
    expect(writeUnits(table, { before: undefined, after: key }).total).toBe(1);
  });
  it('15: exactly 1,024 bytes take 1 (6 of keys, 1 of name, 1,017 of value)', () => {
    expect(writeUnits(table, { before: undefined, after: { ...key, v: filler(1017) } }).total).toBe(1);
  });
  it('16: one byte more takes 2', () => {
    expect(writeUnits(table, { before: undefined, after: { ...key, v: filler(1018) } }).total).toBe(2);
  });
  it('17: the larger image counts: 2,500 bytes overwritten by few take 3', () => {
    expect(writeUnits(table, { before: { ...key, v: filler(2500 - 7) }, after: key }).total).toBe(3);
  });
  it('18: a deletion takes the size of what was there: 2,500 bytes take 3', () => {
    expect(writeUnits(table, { before: { ...key, v: filler(2500 - 7) }, after: undefined }).total).toBe(3);
  });
  it('19: deleting nothing takes 1', () => {
    expect(writeUnits(table, { before: undefined, after: undefined }).total).toBe(1);
  });
  it('20: a transaction doubles: 1,500 bytes take 2 × 2', () => {
    expect(writeUnits(table, { before: undefined, after: { ...key, v: filler(1500 - 7) } }, true).total).toBe(4);
  });
  it('21: a failed condition takes the stored size: 1,500 bytes take 2, in a transaction 4, nothing stored 1', () => {
    const stored = { ...key, v: filler(1500 - 7) };
    expect([checkUnits(stored).total, checkUnits(stored, true).total, checkUnits(undefined).total]).toEqual([2, 4, 1]);
  });
});

describe('write units of the indexes, worked by hand', () => {
  const owned = { ...key, owner: { S: 'o' }, state: { S: 'draft' } };
  it('22: an item that enters one sparse index takes 1 + 1', () => {
    expect(writeUnits(table, { before: undefined, after: owned })).toEqual({ table: 1, indexes: { byOwner: 1 }, total: 2 });
  });
  it('23: an item in no index takes none', () => {
    expect(writeUnits(table, { before: key, after: { ...key, v: { S: 'new' } } }).indexes).toEqual({});
  });
  it('24: a change of a projected attribute takes 1', () => {
    expect(writeUnits(table, { before: owned, after: { ...owned, state: { S: 'submitted' } } }).indexes).toEqual({ byOwner: 1 });
  });
  it('25: a change of an attribute that is not projected takes 0', () => {
    expect(writeUnits(table, { before: owned, after: { ...owned, other: { S: 'x' } } }).indexes).toEqual({});
  });
  it('26: a changed index key takes 2: one entry goes, one comes', () => {
    expect(writeUnits(table, { before: owned, after: { ...owned, owner: { S: 'p' } } }).indexes).toEqual({ byOwner: 2 });
  });
  it('27: an index key that is removed takes 1', () => {
    expect(writeUnits(table, { before: { ...key, due: { S: 'd' } }, after: key }).indexes).toEqual({ byDue: 1 });
  });
  it('28: a deletion takes 1 in each index the item is in: 1 + 1 + 1 + 1', () => {
    const everywhere = { ...owned, due: { S: 'd' }, all: { S: 'a' } };
    expect(writeUnits(table, { before: everywhere, after: undefined })).toEqual({
      table: 1,
      indexes: { byOwner: 1, byDue: 1, byAll: 1 },
      total: 4,
    });
  });
  it('29: an index entry has its projected size: of 3,000 bytes the keys-only index takes 1 and the full one 3; only the table doubles: 6 + 1 + 3', () => {
    const large = { ...key, due: { S: 'd' }, all: { S: 'a' }, v: filler(3000 - 15) };
    expect(writeUnits(table, { before: undefined, after: large }, true)).toEqual({ table: 6, indexes: { byDue: 1, byAll: 3 }, total: 10 });
  });
  it('30: a key change of a large entry takes both sizes: 3 goes, 1 comes', () => {
    const large = { ...key, all: { S: 'a' }, v: filler(2500) };
    expect(writeUnits(table, { before: large, after: { ...key, all: { S: 'b' } } }).indexes).toEqual({ byAll: 4 });
  });
  it('31: a rewrite of a full entry takes the larger size: 3', () => {
    expect(writeUnits(table, { before: { ...key, all: { S: 'a' }, v: filler(2500) }, after: { ...key, all: { S: 'a' } } }).indexes).toEqual(
      { byAll: 3 },
    );
  });
  it('leaves out of an entry what the index does not carry', () => {
    const [byOwner] = table.indexes;
    expect(byOwner && indexEntry(table, byOwner, { ...owned, other: { S: 'x' } })).toEqual(owned);
  });
});

describe('read units, worked by hand', () => {
  const cases: readonly (readonly [string, number, number])[] = [
    ['32: 4,096 bytes, eventually consistent, take a half', readUnits(4096, 'eventual'), 0.5],
    ['33: 4,097 bytes take 2 × a half', readUnits(4097, 'eventual'), 1],
    ['34: 4,097 bytes, strongly consistent, take 2', readUnits(4097, 'strong'), 2],
    ['35: 4,097 bytes in a transaction take 2 × 2', readUnits(4097, 'transactional'), 4],
    ['36: an absent item costs as a small one', readUnits(0, 'strong'), 1],
    ['37: a page of 40 items of 300 bytes takes 12,000 / 4,096 = 3 steps × a half', readUnits(40 * 300, 'eventual'), 1.5],
  ];
  it.each(cases)('%s', (_, counted, expected) => {
    expect(counted).toBe(expected);
  });
});

describe('equality of items', () => {
  it('takes numbers by value, and maps and sets in any order', () => {
    const left: Item = {
      n: { N: '1.50' },
      s: { SS: ['b', 'a'] },
      ns: { NS: ['1.0', '2'] },
      m: { M: { x: { N: '10' }, y: { NULL: true } } },
    };
    const right: Item = {
      m: { M: { y: { NULL: true }, x: { N: '1e1' } } },
      ns: { NS: ['2', '1'] },
      s: { SS: ['a', 'b'] },
      n: { N: '1.5' },
    };
    expect(canonicalItem(left)).toBe(canonicalItem(right));
  });
  it('tells types, signs and list orders apart', () => {
    const different: readonly Item[] = [
      { a: { N: '1' } },
      { a: { S: '1' } },
      { a: { N: '-1' } },
      { a: { N: '10' } },
      { a: { L: [{ N: '1' }, { N: '2' }] } },
      { a: { L: [{ N: '2' }, { N: '1' }] } },
    ];
    expect(new Set(different.map(canonicalItem)).size).toBe(different.length);
  });
  it('refuses a type that DynamoDB does not have', () => {
    expect(() => itemSize({ a: { X: '1' } })).toThrow('no type X');
  });
});
