import { concernOf, contentOf, reasonOf } from '../dead-letters/concern.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';

/** `type`, `dossier`, `reason`, or a field of the message: `body.data.agency`. */
export type Grouping = string;

/** The longest value that names a group; messages hold codes and references, and anything longer is neither. */
const LONGEST = 80;

const fieldOf = (content: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) => (value && typeof value === 'object' ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined),
    content,
  );

/** The group of a letter. */
export const groupOf = (letter: DeadLetter, by: Grouping): string => {
  if (by === 'reason') return reasonOf(letter);
  const concern = concernOf(letter);
  if (by === 'type') return concern.type;
  if (by === 'dossier') return 'dossierId' in concern ? concern.dossierId : 'none';
  const value = fieldOf(contentOf(letter), by.split('.').slice(1));
  if (value === undefined || (typeof value === 'object' && value !== null)) return 'none';
  const text = String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

/** Letters of one group. */
export type Group = { readonly group: string; readonly letters: number; readonly moved: number; readonly oldest: string };

/** Adds letters up by group. */
export const countGroups = () => {
  const groups = new Map<string, Group>();
  return {
    add: (group: string, { sentAt }: DeadLetter, moved: boolean): void => {
      const at = sentAt.toISOString();
      const before = groups.get(group) ?? { group, letters: 0, moved: 0, oldest: at };
      const oldest = before.oldest < at ? before.oldest : at;
      groups.set(group, { group, letters: before.letters + 1, moved: before.moved + (moved ? 1 : 0), oldest });
    },
    /** The largest first. */
    list: (): Group[] => [...groups.values()].sort((one, other) => other.letters - one.letters || (one.group < other.group ? -1 : 1)),
  };
};
