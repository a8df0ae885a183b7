import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type { Clock } from './clock.ts';

/** Where new identifiers and secrets come from; passed in so that use cases are repeatable in tests. */
export type Ids = {
  /** A ULID: 48 bits of the clock's time, 80 random bits. */
  ulid(): string;
  /** `bytes` random bytes in Crockford's base 32 (A-Z and 0-9 without I, L, O, U): safe to print, to read aloud and in a URL. */
  code(bytes: number): string;
};

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const base32 = (bytes: Uint8Array): string => {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => CROCKFORD[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
};

export const randomIds = (clock: Clock): Ids => ({
  ulid: () => ulid(clock.now().getTime()),
  code: (bytes) => base32(randomBytes(bytes)),
});
