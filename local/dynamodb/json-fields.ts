/** Narrowing of JSON read from the wire or from a template; each throws a TypeError naming what was expected. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown, what: string): JsonObject => {
  if (!isObject(value)) throw new TypeError(`${what} is not an object`);
  return value;
};

const arrayOf = (value: unknown, what: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new TypeError(`${what} is not a list`);
  return value;
};

export const textOf = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new TypeError(`${what} is not a string`);
  return value;
};

/** Absent stays an empty list or object, so that optional fields can be walked. */
export const listOrEmpty = (value: unknown, what: string): readonly unknown[] => (value === undefined ? [] : arrayOf(value, what));
export const objectOrEmpty = (value: unknown, what: string): JsonObject => (value === undefined ? {} : objectOf(value, what));

/** CloudFormation gives numbers and booleans as themselves or as strings. */
export const numberOf = (value: unknown, what: string): number => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new TypeError(`${what} is not a number`);
  return number;
};

export const isTrue = (value: unknown): boolean => value === true || value === 'true';
