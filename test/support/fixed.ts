import { type OwnerIndex, ownerIndex } from '../../functions/ledger/owner-index.ts';
import { type PersonalData, personalData } from '../../functions/ledger/personal-data.ts';
import type { Clock } from '../../functions/platform/clock.ts';
import type { Ids } from '../../functions/platform/ids.ts';
import type { Log, LogFields } from '../../functions/platform/log.ts';
import type { Pause } from '../../functions/platform/retry.ts';

/** A clock that stands still until it is moved. */
export type FixedClock = Clock & {
  set(at: string): void;
  advance(ms: number): void;
};

export const fixedClock = (at: string): FixedClock => {
  let now = new Date(at);
  return {
    now: () => new Date(now),
    set: (next) => {
      now = new Date(next);
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
};

/** Ids in counting order: the nth ULID is `01…n`, the nth code `CODE…n` with the length that as many random bytes would have. */
export const countingIds = (): Ids => {
  let ulids = 0;
  let codes = 0;
  return {
    ulid: () => {
      ulids += 1;
      return countedUlid(ulids);
    },
    code: (bytes) => {
      codes += 1;
      return `C${String(codes).padStart(Math.ceil((bytes * 8) / 5) - 1, '0')}`;
    },
  };
};

/** The nth id that `countingIds` gives. */
export const countedUlid = (n: number): string => `01${String(n).padStart(24, '0')}`;

/** A pause that takes no time. */
export const noPause: Pause = async () => {};

/** Keeps what was logged, so that a test can look for what must not be there. */
export type RecordedLog = Log & { readonly lines: { level: string; message: string; fields: LogFields }[] };

export const recordedLog = (): RecordedLog => {
  const lines: RecordedLog['lines'] = [];
  return Object.assign((level: string, message: string, fields: LogFields = {}) => void lines.push({ level, message, fields }), { lines });
};

const ownerKey = (fill: number) => Buffer.alloc(32, fill).toString('base64');

/** The owner index with fixed keys; `rotated` gives it a newer current key and keeps the first as the previous one. */
export const fixedOwnerIndex = ({ rotated = false } = {}): OwnerIndex => {
  const first = { version: 'k1', key: ownerKey(1) };
  const keys = rotated ? { current: { version: 'k2', key: ownerKey(2) }, previous: first } : { current: first };
  return ownerIndex(async () => keys, fixedClock('2026-11-23T03:00:00.000Z'));
};

/** Sealing with real encryption and a wrapping key that is only an inversion, bound to the dossier's id as KMS does it. */
export const fixedPersonalData = (): PersonalData =>
  personalData({
    create: async (dossierId) => {
      const plain = new Uint8Array(32).fill(7);
      return { plain, wrapped: Buffer.concat([Buffer.from(dossierId), plain.map((byte) => 255 - byte)]) };
    },
    unwrap: async (dossierId, wrapped) => {
      const bytes = Buffer.from(wrapped);
      if (bytes.subarray(0, 26).toString() !== dossierId) throw new Error('the key belongs to another dossier');
      return new Uint8Array(bytes.subarray(26)).map((byte) => 255 - byte);
    },
  });

/** A port that throws on every call it was not told about. */
export const refusing = <Port extends object>(name: string, told: Partial<Port> = {}): Port =>
  new Proxy(told, {
    get: (target, property) => {
      if (property in target) return Reflect.get(target, property);
      throw new Error(`${name}.${String(property)} was called unexpectedly`);
    },
  }) as Port;
