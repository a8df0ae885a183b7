import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CursorInvalid, readCursor, writeCursor } from '../../../functions/ledger/cursor.ts';

const Place = z.strictObject({ at: z.string(), n: z.int() });

describe('a cursor', () => {
  it('brings a place back', () => {
    expect(readCursor(Place, writeCursor({ at: 'Hà Tĩnh', n: 1 }))).toEqual({ at: 'Hà Tĩnh', n: 1 });
  });

  it('is safe in a URL', () => {
    expect(writeCursor({ at: '???>>>', n: 1 })).toMatch(/^[\w-]+$/);
  });

  it('may be absent', () => {
    expect(readCursor(Place, undefined)).toBeUndefined();
  });

  it.each([
    ['empty text', ''],
    ['no base 64', '***'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another place', writeCursor({ at: 1 })],
    ['more than the place', writeCursor({ at: 'x', n: 1, pk: 'COUNTER#1' })],
  ])('is refused when it is %s', (_, cursor) => {
    expect(() => readCursor(Place, cursor)).toThrow(CursorInvalid);
  });
});
