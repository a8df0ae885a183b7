import { describe, expect, it } from 'vitest';
import { compileFilterCriteria, compilePattern } from '../../../local/sources/event-pattern.ts';

const event = {
  source: 'vn.motcua',
  count: 5,
  open: true,
  nothing: null,
  empty: [],
  tags: ['red', 'blue'],
  detail: {
    state: 'APPROVED',
    office: { code: 'A-1' },
    items: [
      { kind: 'lease', pages: 2 },
      { kind: 'consent', pages: 9 },
    ],
  },
};

type Case = readonly [title: string, pattern: unknown];

const matching: readonly Case[] = [
  ['an exact string', { source: ['vn.motcua'] }],
  ['one of several', { source: ['other', 'vn.motcua'] }],
  ['a number, a boolean and null', { count: [5], open: [true], nothing: [null] }],
  ['every field of the pattern', { source: ['vn.motcua'], detail: { state: ['APPROVED'] } }],
  ['a nested field', { detail: { office: { code: [{ prefix: 'A-' }] } } }],
  ['an element of a list', { tags: ['blue'] }],
  ['an object in a list', { detail: { items: { kind: ['consent'], pages: [9] } } }],
  ['a prefix', { source: [{ prefix: 'vn.' }] }],
  ['a prefix in any case', { source: [{ prefix: { 'equals-ignore-case': 'VN.' } }] }],
  ['a suffix', { source: [{ suffix: 'motcua' }] }],
  ['a suffix in any case', { source: [{ suffix: { 'equals-ignore-case': 'MOTCUA' } }] }],
  ['any case', { detail: { state: [{ 'equals-ignore-case': 'approved' }] } }],
  ['a wildcard', { source: [{ wildcard: 'vn.*cua' }] }],
  ['anything but a value', { source: [{ 'anything-but': 'other' }] }],
  ['anything but several values', { count: [{ 'anything-but': [1, 2] }] }],
  ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'org.' } }] }],
  ['anything but several prefixes', { source: [{ 'anything-but': { prefix: ['org.', 'com.'] } }] }],
  [
    'anything but a suffix, a wildcard, any case',
    { source: [{ 'anything-but': { suffix: 'x' } }], detail: { state: [{ 'anything-but': { wildcard: 'R*' } }] } },
  ],
  ['anything but a string, where a number is', { count: [{ 'anything-but': '5' }] }],
  ['one number', { count: [{ numeric: ['=', 5] }] }],
  ['a range of numbers', { count: [{ numeric: ['>', 0, '<=', 5] }] }],
  ['a field that exists', { count: [{ exists: true }], nothing: [{ exists: true }] }],
  ['a field that is absent, also below an absent one', { absent: [{ exists: false }], other: { inner: [{ exists: false }] } }],
  ['an empty list as absent', { empty: [{ exists: false }] }],
  ['absent or of a value', { absent: [{ exists: false }, 'x'] }],
  ['$or', { $or: [{ source: ['other'] }, { count: [{ numeric: ['>', 4] }] }] }],
  [
    '$or below a field, beside another',
    { detail: { state: ['APPROVED'], $or: [{ office: { code: ['B'] } }, { office: { code: ['A-1'] } }] } },
  ],
];

const failing: readonly Case[] = [
  ['another string', { source: ['other'] }],
  ['a number as a string', { count: ['5'] }],
  ['a field that is not there', { absent: ['x'] }],
  ['one field of two', { source: ['vn.motcua'], count: [6] }],
  ['fields of different objects in a list', { detail: { items: { kind: ['lease'], pages: [9] } } }],
  ['an object where a leaf is asked for', { detail: [{ exists: true }] }],
  ['a prefix of a number', { count: [{ prefix: '5' }] }],
  ['a prefix that is elsewhere', { source: [{ prefix: 'motcua' }] }],
  ['a wildcard that has another sign', { source: [{ wildcard: 'vn?motcua' }] }],
  ['anything but the value', { source: [{ 'anything-but': 'vn.motcua' }] }],
  ['anything but, where nothing is', { absent: [{ 'anything-but': 'x' }] }],
  ['anything but the prefix', { source: [{ 'anything-but': { prefix: 'vn.' } }] }],
  ['anything but, in any case', { source: [{ 'anything-but': { 'equals-ignore-case': 'VN.MOTCUA' } }] }],
  ['a number out of range', { count: [{ numeric: ['>', 5, '<', 9] }] }],
  ['a number where a string is', { source: [{ numeric: ['=', 5] }] }],
  ['a field that exists, where none shall be', { count: [{ exists: false }] }],
  ['no branch of $or', { $or: [{ source: ['other'] }, { count: [6] }] }],
];

const refused: readonly (readonly [string, unknown])[] = [
  ['operator cidr is not implemented', { ip: [{ cidr: '10.0.0.0/24' }] }],
  ['at detail.ip: operator contains is not implemented', { detail: { ip: [{ contains: 'x' }] } }],
  ['operator anything-but numeric is not implemented', { a: [{ 'anything-but': { numeric: ['=', 1] } }] }],
  ['numeric comparison != is not implemented', { a: [{ numeric: ['!=', 1] }] }],
  ['numeric takes', { a: [{ numeric: ['>'] }] }],
  ['not a number', { a: [{ numeric: ['>', '1'] }] }],
  ['exists takes', { a: [{ exists: 'yes' }] }],
  ['not one operator', { a: [{ prefix: 'a', suffix: 'b' }] }],
  ['a list of alternatives', { a: 'x' }],
  ['an empty list', { a: [] }],
  ['an empty pattern', {}],
  ['a pattern is an object', ['x']],
  ['at least two', { $or: [{ a: ['x'] }] }],
  ['is not a string', { a: [{ prefix: 1 }] }],
  ['is not implemented here', { a: [{ prefix: { cidr: 'x' } }] }],
];

describe('an event pattern', () => {
  it.each(matching)('matches %s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });
  it.each(failing)('does not match %s', (_, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });
  it.each(refused)('is refused when it is compiled: %s', (message, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
  it('may be given as text', () => {
    expect(compilePattern('{"source":["vn.motcua"]}')(event)).toBe(true);
  });
  it('keeps stars and signs that are meant as they are', () => {
    const matches = compilePattern({ path: [{ wildcard: 'a\\*(b)*.pdf' }] });
    expect([matches({ path: 'a*(b)/c.pdf' }), matches({ path: 'ax(b)/c.pdf' }), matches({ path: 'a*(b)/cxpdf' })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('filter criteria', () => {
  it('pass what one of the patterns matches', () => {
    const passes = compileFilterCriteria({ Filters: [{ Pattern: '{"eventName":["INSERT"]}' }, { Pattern: '{"eventName":["REMOVE"]}' }] });
    expect(['INSERT', 'MODIFY', 'REMOVE'].map((eventName) => passes({ eventName }))).toEqual([true, false, true]);
  });
  it('pass everything when there are none', () => {
    expect([compileFilterCriteria(undefined)({}), compileFilterCriteria({ Filters: [] })({})]).toEqual([true, true]);
  });
  it('refuse what is not implemented', () => {
    expect(() => compileFilterCriteria({ Filters: [{ Pattern: '{"a":[{"cidr":"x"}]}' }] })).toThrow('cidr');
  });
});
