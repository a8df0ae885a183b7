import { readFileSync } from 'node:fs';

/** A JSON object (or the like) whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; `undefined` counts as an empty one. Throws naming `what` when it is anything else. */
export const objectOf = (value: unknown, what: string): JsonObject => {
  if (value === undefined) return {};
  if (!isObject(value)) throw new Error(`${what} is not an object`);
  return value;
};

/** The value as a string. Throws naming `what` when it is anything else. */
export const stringOf = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new Error(`${what} is not a string`);
  return value;
};

/** The value as a number; CloudFormation also takes numerals. Throws naming `what` when it is anything else. */
export const numberOf = (value: unknown, what: string): number => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new Error(`${what} is not a number`);
  return number;
};

/** The value as a list; `undefined` counts as an empty one. Throws naming `what` when it is anything else. */
export const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`${what} is not a list`);
  return value;
};

export const stringsOf = (value: unknown, what: string): readonly string[] => listOf(value, what).map((entry) => stringOf(entry, what));

export const readJsonFile = (file: string): JsonObject => {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return objectOf(value, file);
};
