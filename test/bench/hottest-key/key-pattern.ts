/** What a partition key depends on, beside fixed words. `#` in a pattern stands for something that no two dossiers share. */
export type KeyPattern = { readonly text: string; readonly of: (place: DossierPlace) => string };

/** Where one dossier is filed. */
export type DossierPlace = {
  /** Different for every dossier. */
  readonly serial: number;
  readonly cell: string;
  /** Number of the commune in the cell, from 1. */
  readonly commune: number;
  /** Which of the inbox's partitions its id leads to. */
  readonly shard: number;
};

/** Office codes: `G01.042.001` is an office of commune 1 of cell 42, number 000 is the one office of the whole cell. */
const OFFICE = /\b([A-Z][A-Z0-9]{2})\.0(\d{2})\.(\d{3})\b/;
const ULID = /[0-7][0-9A-HJKMNP-TV-Z]{25}/;
/** Digests, random codes and keyed hashes: long runs that nobody reads. */
const RANDOM = /[0-9A-Za-z_-]{20,}/;
/** The running number at the end of a dossier's code. */
const RUNNING = /(?<=-\d{6}-)\d{6}$/;
const SHARD = /(?<=#open#)\d$/;
const CELL_COUNTER = /(?<=^COUNTER#RECEIPT#)\d{2}(?=#)/;

const officePart = (prefix: string, number: string) => (place: DossierPlace) =>
  `${prefix}.0${place.cell}.${number === '000' ? number : String(place.commune).padStart(3, '0')}`;

type Part = { readonly pattern: RegExp; readonly of: (found: RegExpExecArray) => (place: DossierPlace) => string; readonly shown: string };

const unique = { of: () => (place: DossierPlace) => String(place.serial), shown: '#' };

const PARTS: readonly Part[] = [
  { pattern: RUNNING, ...unique },
  { pattern: ULID, ...unique },
  { pattern: RANDOM, ...unique },
  { pattern: OFFICE, of: ([, prefix = '', , number = '']) => officePart(prefix, number), shown: '<office>' },
  { pattern: SHARD, of: () => (place) => String(place.shard), shown: '<shard>' },
  { pattern: CELL_COUNTER, of: () => (place) => place.cell, shown: '<cell>' },
];

/** The first part in a text that depends on the dossier, where it begins and what it matched. */
const firstPart = (text: string) =>
  PARTS.flatMap((part) => {
    const found = part.pattern.exec(text);
    return found ? [{ part, found }] : [];
  }).sort((left, right) => left.found.index - right.found.index || right.found[0].length - left.found[0].length)[0];

/**
 * How a key that one dossier wrote reads for another. What is not recognised stays as it is, shared by all dossiers: an unknown kind
 * of key then shows up as the hottest one, rather than not at all.
 */
export const patternOf = (key: string): KeyPattern => {
  const first = firstPart(key);
  if (!first) return { text: key, of: () => key };
  const { part, found } = first;
  const before = key.slice(0, found.index);
  const value = part.of(found);
  const rest = patternOf(key.slice(found.index + found[0].length));
  return { text: before + part.shown + rest.text, of: (place) => before + value(place) + rest.of(place) };
};
