import { createHash, randomBytes } from 'node:crypto';

/** As long as the tokens of AWS can be expected to be, so that what stores them is sized truly. */
const RANDOM_BYTES = 448;
const CHECK_BYTES = 8;

const checkOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest().subarray(0, CHECK_BYTES);

/** A new task token; it carries a check sum, so that a malformed one can be told from an unknown one. */
export const newTaskToken = (): string => {
  const bytes = randomBytes(RANDOM_BYTES);
  return Buffer.concat([bytes, checkOf(bytes)]).toString('base64');
};

export const isTaskToken = (token: string): boolean => {
  const all = Buffer.from(token, 'base64');
  return (
    all.length === RANDOM_BYTES + CHECK_BYTES &&
    all.toString('base64') === token &&
    checkOf(all.subarray(0, RANDOM_BYTES)).equals(all.subarray(RANDOM_BYTES))
  );
};

/** What the journal keeps of a token. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64');
