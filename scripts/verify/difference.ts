import { isDeepStrictEqual } from 'node:util';
import { plain } from './plain.ts';

/** Members in the order of their names, so that the same content reads the same. */
const inOrder = (value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .map(([name, member]): [string, unknown] => [plain(name), member])
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      )
    : value;

const say = (value: unknown): string =>
  value === undefined ? 'absent' : JSON.stringify(inOrder(value), (_, member) => (typeof member === 'string' ? plain(member) : member));

/** One fault when what is stored is not what the history tells. */
export const difference = (what: string, stored: unknown, told: unknown): string[] =>
  isDeepStrictEqual(stored, told) ? [] : [`${what} is ${say(stored)}, its history says ${say(told)}`];
