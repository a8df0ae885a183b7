import { createHmac } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';

/** The country's keys for owner indexes: 32 random bytes each, base64; `previous` stays readable during a rotation. */
export type OwnerIndexKeys = {
  readonly current: { readonly version: string; readonly key: string };
  readonly previous?: { readonly version: string; readonly key: string };
};

/** Turns a personal identification number into what stands in indexes instead of it. */
export type OwnerIndex = {
  /** `<version>.<HMAC-SHA-256, base64url>` under the current key: what is written. */
  current(pin: string): Promise<string>;
  /** Under every valid key, the current one first: what is looked for. */
  all(pin: string): Promise<readonly string[]>;
};

/** The version of the key that an owner key was made with. */
export const keyVersionOf = (ownerKey: string): string => ownerKey.slice(0, ownerKey.indexOf('.'));

const digest = (pin: string, { version, key }: OwnerIndexKeys['current']): string =>
  `${version}.${createHmac('sha256', Buffer.from(key, 'base64')).update(pin).digest('base64url')}`;

/** How long keys are used before they are read again: a rotation reaches warm functions within this time (milliseconds). */
const KEYS_KEPT_MS = 5 * 60_000;

/** The owner index under the keys that `readKeys` gives; they are kept for five minutes, and a failed reading is tried again at once. */
export const ownerIndex = (readKeys: () => Promise<OwnerIndexKeys>, clock: Clock): OwnerIndex => {
  let kept: { readonly keys: Promise<OwnerIndexKeys>; readonly until: number } | undefined;
  const load = (): Promise<OwnerIndexKeys> => {
    const now = clock.now().getTime();
    if (kept && now < kept.until) return kept.keys;
    const keys = readKeys().catch((error) => {
      kept = undefined;
      throw error;
    });
    kept = { keys, until: now + KEYS_KEPT_MS };
    return keys;
  };
  return {
    current: async (pin) => digest(pin, (await load()).current),
    all: async (pin) => {
      const { current, previous } = await load();
      return [current, ...(previous ? [previous] : [])].map((key) => digest(pin, key));
    },
  };
};
