import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joseSignature } from '../../../functions/result/ecdsa-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A positive number as DER writes it. */
const integer = (bytes: Uint8Array): number[] => {
  const digits = [...bytes];
  while (digits.length > 1 && digits[0] === 0) digits.shift();
  if ((digits[0] ?? 0) >= 0x80) digits.unshift(0);
  return [0x02, digits.length, ...digits];
};
const sequence = (r: Uint8Array, s: Uint8Array): Uint8Array => {
  const content = [...integer(r), ...integer(s)];
  return Uint8Array.from([0x30, content.length, ...content]);
};
const half = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte !== 0));

describe('a signature as JWS wants it', () => {
  it('verifies with node:crypto for as many signatures as have short and long numbers', () => {
    for (let n = 0; n < 600; n += 1) {
      const message = Buffer.from(`message ${n}`);
      const signature = joseSignature(sign('sha256', message, { key: privateKey, dsaEncoding: 'der' }));
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    }
  });

  it('holds both numbers in 32 bytes each, whatever zeros they begin with', () => {
    fc.assert(
      fc.property(half, half, (r, s) => {
        expect(Buffer.from(joseSignature(sequence(r, s)))).toEqual(Buffer.concat([r, s]));
      }),
    );
    const one = Uint8Array.from({ length: 32 }, (_, index) => (index === 31 ? 1 : 0));
    expect(joseSignature(sequence(one, one))).toHaveLength(64);
  });

  const good = sequence(new Uint8Array(32).fill(0xff), new Uint8Array(32).fill(1));
  it.each([
    ['nothing', new Uint8Array()],
    ['a sequence cut short', good.subarray(0, -1)],
    ['a sequence with more behind it', Uint8Array.from([...good, 0])],
    ['another type than a sequence', Uint8Array.from([0x31, ...good.subarray(1)])],
    ['something else than integers', Uint8Array.from([0x30, 6, 4, 1, 1, 4, 1, 1])],
    ['one number only', Uint8Array.from([0x30, 3, 2, 1, 1])],
    ['a number longer than 32 bytes', Uint8Array.from([0x30, 38, 2, 33, ...new Uint8Array(33).fill(1), 2, 1, 1])],
    ['a number without bytes', Uint8Array.from([0x30, 5, 2, 0, 2, 1, 1])],
  ])('refuses %s', (_what, der) => {
    expect(() => joseSignature(der)).toThrow('DER');
  });
});
