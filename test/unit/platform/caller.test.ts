import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ClaimNames, defaultClaimNames, readCaller } from '../../../functions/platform/caller.ts';
import { retryDelayS } from '../../../functions/platform/delayed-queue.ts';
import { readEnv } from '../../../functions/platform/env.ts';
import { envFields } from '../../../functions/platform/env-fields.ts';
import { faultsOf, pointerTo } from '../../../functions/platform/faults.ts';
import { randomIds } from '../../../functions/platform/ids.ts';
import { backoffMs } from '../../../functions/platform/retry.ts';
import { fixedClock } from '../../support/fixed.ts';

const citizen = { sub: 'c-1', pin: '042190000016', name: 'Nguyễn Thị Mẫu', acr: '2' };

describe('the caller of a citizen route', () => {
  it('is read from the claims', () => {
    expect(readCaller('citizen', citizen, defaultClaimNames)).toEqual({
      audience: 'citizen',
      sub: 'c-1',
      pin: '042190000016',
      name: 'Nguyễn Thị Mẫu',
      level: 2,
    });
  });

  it('is read by the names that configuration gives', () => {
    const names: ClaimNames = { ...defaultClaimNames, citizen: { sub: 'uid', pin: 'cccd', name: 'hoTen', level: 'muc' } };
    expect(readCaller('citizen', { uid: 'c', cccd: '042190000016', hoTen: 'Mẫu', muc: '1' }, names)).toMatchObject({ sub: 'c', level: 1 });
    expect(readCaller('citizen', citizen, names)).toBeUndefined();
  });

  it.each([
    ['eleven digits', { pin: '04219000001' }],
    ['thirteen digits', { pin: '0421900000166' }],
    ['letters in the number', { pin: '04219000001a' }],
    ['digits of another script', { pin: '٠٤٢١٩٠٠٠٠٠١٦' }],
    ['a number that is no text', { pin: 42190000016 }],
    ['no number', { pin: undefined }],
    ['no account', { sub: undefined }],
    ['no name', { name: undefined }],
    ['a name of spaces', { name: ' ' }],
    ['a level in words', { acr: 'two' }],
    ['half a level', { acr: '1.5' }],
  ])('is nobody with %s', (_, change) => {
    expect(readCaller('citizen', { ...citizen, ...change }, defaultClaimNames)).toBeUndefined();
  });

  it('has level 0 without a claim of it', () => {
    expect(readCaller('citizen', { ...citizen, acr: undefined }, defaultClaimNames)).toMatchObject({ level: 0 });
  });
});

describe('the caller of an officer’s route', () => {
  const staff = { sub: 's-1', office: 'G01.042.001' };

  it.each([
    ['a list as the gateway prints it', '[intake approver]', ['intake', 'approver']],
    ['a list with commas', '[intake, approver]', ['intake', 'approver']],
    ['a real list', ['intake', 'approver'], ['intake', 'approver']],
    ['one word', 'intake', ['intake']],
    ['an empty list', '[]', []],
    ['nothing', undefined, []],
    ['a number', 7, []],
  ])('has its roles from %s', (_, roles, expected) => {
    expect(readCaller('staff', { ...staff, roles }, defaultClaimNames)).toMatchObject({ roles: expected });
  });

  it.each(['sub', 'office'])('is nobody without %s', (name) => {
    expect(readCaller('staff', { ...staff, [name]: '' }, defaultClaimNames)).toBeUndefined();
  });
});

describe('other callers', () => {
  it('are agency systems by their client id, or anyone', () => {
    expect(readCaller('agency', { client_id: 'land' }, defaultClaimNames)).toEqual({ audience: 'agency', system: 'land' });
    expect(readCaller('agency', {}, defaultClaimNames)).toBeUndefined();
    expect(readCaller('public', {}, defaultClaimNames)).toEqual({ audience: 'public' });
  });
});

describe('identifiers', () => {
  const ids = randomIds(fixedClock('2026-11-23T02:00:00.000Z'));

  it('are ULIDs of the clock’s time', () => {
    const [a, b] = [ids.ulid(), ids.ulid()];
    expect(a).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect([a === b, a.slice(0, 10) === b.slice(0, 10)]).toEqual([false, true]);
  });

  it('grow with the time', () => {
    const clock = fixedClock('2026-11-23T02:00:00.000Z');
    const later = randomIds(clock);
    const first = later.ulid();
    clock.advance(1);
    expect(later.ulid() > first).toBe(true);
  });

  it.each([
    [13, 21],
    [10, 16],
    [5, 8],
  ])('code of %i bytes has %i characters that can be read aloud', (bytes, length) => {
    const code = ids.code(bytes);
    expect(code).toMatch(new RegExp(`^[0-9A-HJKMNP-TV-Z]{${length}}$`));
    expect(ids.code(bytes)).not.toBe(code);
  });
});

describe('waiting before a retry', () => {
  it('is random up to a bound that doubles and ends at a second', () => {
    expect([0, 1, 2, 3, 10].map((attempt) => backoffMs(attempt, 0.999_999))).toEqual([19, 39, 79, 159, 999]);
    expect(backoffMs(3, 0)).toBe(0);
  });

  it('of a message is 30 seconds, doubled, at most 15 minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 99].map(retryDelayS)).toEqual([30, 60, 120, 240, 480, 900, 900]);
  });
});

describe('the environment of a function', () => {
  const Env = z.object({ CELL: envFields.CELL, DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });

  it('is read once and typed', () => {
    expect(readEnv(Env, { CELL: '42', DOSSIERS_TABLE: 't', OTHER: 'x' })).toEqual({ CELL: '42', DOSSIERS_TABLE: 't' });
  });

  it.each([
    ['DOSSIERS_TABLE', { CELL: '42' }],
    ['CELL', { CELL: 'Hà Tĩnh', DOSSIERS_TABLE: 't' }],
  ])('stops the function, naming %s', (name, env) => {
    expect(() => readEnv(Env, env)).toThrow(name);
  });
});

describe('faults', () => {
  it('point with escapes', () => {
    expect(pointerTo(['body', 'a/b', 'c~d', 0])).toBe('/body/a~1b/c~0d/0');
  });

  it('name each unknown member on its own', () => {
    const { error } = z.strictObject({ a: z.strictObject({}) }).safeParse({ a: { x: 1, y: 2 }, z: 3 });
    expect(error && faultsOf(['body'], error).map(({ pointer }) => pointer)).toEqual(['/body/a/x', '/body/a/y', '/body/z']);
  });
});
