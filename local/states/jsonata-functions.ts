import { createHash, randomUUID } from 'node:crypto';
import { parseJson } from './json.ts';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const LONGEST_RANGE = 100_000;

const number = (value: unknown, what: string): number => {
  if (typeof value !== 'number') throw new TypeError(`${what} must be a number`);
  return value;
};

const text = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new TypeError(`${what} must be a string`);
  return value;
};

const partition = (values: unknown, size: unknown): unknown[][] => {
  const length = number(size, 'the chunk size of $partition');
  if (!Number.isInteger(length) || length < 1) throw new RangeError('the chunk size of $partition must be a positive integer');
  const all = Array.isArray(values) ? values : [values];
  return Array.from({ length: Math.ceil(all.length / length) }, (_, chunk) => all.slice(chunk * length, (chunk + 1) * length));
};

const range = (first: unknown, last: unknown, step: unknown): number[] => {
  const [start, end, delta] = [number(first, 'the start of $range'), number(last, 'the end of $range'), number(step, 'the step of $range')];
  if (delta === 0) throw new RangeError('the step of $range must not be 0');
  const length = Math.max(0, Math.floor((end - start) / delta) + 1);
  if (length > LONGEST_RANGE) throw new RangeError(`$range gives at most ${LONGEST_RANGE} numbers`);
  return Array.from({ length }, (_, index) => start + index * delta);
};

const hash = (data: unknown, algorithm: unknown): string => {
  const name = HASHES[text(algorithm, 'the algorithm of $hash')];
  if (!name) throw new RangeError(`$hash knows ${Object.keys(HASHES).join(', ')}`);
  return createHash(name).update(text(data, 'the data of $hash')).digest('hex');
};

/** With a seed the same number each time (mulberry32; AWS does not say which generator it uses). */
const random = (seed: unknown): number => {
  if (seed === undefined) return Math.random();
  let state = (number(seed, 'the seed of $random') + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
};

/** The functions that Step Functions adds to JSONata 2.0.6. */
export const stepFunctionsExtras = {
  partition,
  range,
  hash,
  random,
  uuid: () => randomUUID(),
  parse: (json: unknown) => parseJson(text(json, 'the argument of $parse')),
};
