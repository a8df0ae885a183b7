import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { deadlineBucket } from '../../../functions/ledger/deadline-bucket.ts';
import type { Ids } from '../../../functions/platform/ids.ts';
import { seededRandom } from '../statistics.ts';
import { type Cut, cutter, fill } from './cut.ts';

type Column = string | number | null;

/** Rows of the engine's tables by table, each row a list of columns; the first is the partition. */
export type Rows = Readonly<Record<string, readonly (readonly Column[])[]>>;

/** How a copy differs from its pattern. */
export type Difference = {
  readonly dossierId: string;
  readonly ownerKey: string;
  /** Number of the commune, 1 to 99. */
  readonly office: number;
  /** Running number, below a million; no two copies have the same. */
  readonly serial: number;
  /** How much earlier everything happened. */
  readonly ageMs: number;
};

/** What the pattern itself has where copies differ. */
export type PatternDossier = Pick<Difference, 'dossierId' | 'ownerKey' | 'office'>;

type Slot = { readonly value: string; readonly of: (difference: Difference) => string };

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const earlier = (instant: string, ageMs: number): string => new Date(Date.parse(instant) - ageMs).toISOString();

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Ids begin in November 2025, a millisecond apart, so that they are in the order in which they are made. */
const FIRST_ID_MS = Date.parse('2025-11-23T00:00:00.000Z');

/** Ids that a seed repeats. */
export const seededIds = (seed: number): Ids => {
  const random = seededRandom(seed);
  let made = 0;
  return {
    ulid: () => ulid(FIRST_ID_MS + made++, random),
    code: (bytes) => Array.from({ length: Math.ceil((bytes * 8) / 5) }, () => CROCKFORD[Math.floor(random() * 32)]).join(''),
  };
};

/** An idempotency key's digest for another dossier. */
const derivedDigest = (value: string, dossierId: string): string =>
  createHash('sha256').update(`${value}\n${dossierId}`).digest('base64url');

/** A result code of the same length for another dossier. */
const derivedCode = (value: string, dossierId: string): string =>
  Array.from(createHash('sha256').update(dossierId).digest(), (byte) => CROCKFORD[byte % 32])
    .join('')
    .slice(0, value.length);

const partitionsOf = (rows: Rows): string[] => [...new Set(Object.values(rows).flatMap((table) => table.map(([first]) => String(first))))];

const textOf = (rows: Rows): string => Object.values(rows).flat(2).join('\n');

const firstMatch = (partitions: readonly string[], pattern: RegExp): string | undefined =>
  partitions.map((partition) => pattern.exec(partition)?.[1]).find((found) => found !== undefined);

/** Everything that may not be the same in two dossiers, found in the pattern's own rows. */
const slotsOf = (rows: Rows, pattern: PatternDossier): Slot[] => {
  const partitions = partitionsOf(rows);
  const text = textOf(rows);
  const slot = (value: string | undefined, of: (value: string, difference: Difference) => string): Slot[] =>
    value === undefined ? [] : [{ value, of: (difference) => of(value, difference) }];
  const office = (number: number) => `.042.${String(number).padStart(3, '0')}`;

  const code = firstMatch(partitions, /^S:CODE#(.+)$/);
  const digests = partitions.flatMap((partition) => /^S:IDEMPOTENCY#(.+)$/.exec(partition)?.[1] ?? []);
  const instants = [...new Set(text.match(INSTANT) ?? [])];
  const buckets = new Set(text.match(/(?<="deadlineKey":\{"S":")[^"]+/g) ?? []);
  return [
    ...slot(pattern.dossierId, (_, { dossierId }) => dossierId),
    ...slot(pattern.ownerKey, (_, { ownerKey }) => ownerKey),
    ...slot(code, (value, { office: to, serial }) =>
      `${value.slice(0, -6)}${String(serial).padStart(6, '0')}`.replace(office(pattern.office), office(to)),
    ),
    ...slot(firstMatch(partitions, /^S:RESULT#(.+)$/), (value, { dossierId }) => derivedCode(value, dossierId)),
    ...digests.flatMap((digest) => slot(digest, (value, { dossierId }) => derivedDigest(value, dossierId))),
    ...slot(office(pattern.office), (_, difference) => office(difference.office)),
    ...instants.flatMap((instant) => slot(instant, (value, { ageMs }) => earlier(value, ageMs))),
    ...[...buckets].flatMap((bucket) => slot(bucket, (_, { ageMs }) => deadlineBucket(earlier(deadlineOf(text, bucket), ageMs)))),
  ];
};

/** The instant whose bucket this is. */
const deadlineOf = (text: string, bucket: string): string => {
  const found = /"deadlineAt":\{"S":"([^"]+)/.exec(text)?.[1];
  if (!found || deadlineBucket(found) !== bucket) throw new Error(`no deadline of the pattern lies in the bucket ${bucket}`);
  return found;
};

/** A column of a pattern's row, cut where copies differ. */
export type CutColumn = Cut | number | null;
export type CutRows = Readonly<Record<string, readonly (readonly CutColumn[])[]>>;

/** Makes copies of a pattern dossier: its rows, and what goes into their slots in one copy. */
export type Copier = { readonly rows: CutRows; valuesOf(difference: Difference): readonly string[] };

/** A column that is computed from the row's first one, its partition: where it stands, by table, and how. */
export type ComputedColumn = { readonly places: ReadonlyMap<string, number>; readonly of: (partition: string) => string };

/**
 * Makes a copier out of the rows that a pattern dossier has: ids, owner, office, times and what must be unique become the copy's own,
 * all else stays as the code has written it. Every value of a copy is as long as the pattern's, so that sizes stay.
 */
export const copierOf = (rows: Rows, pattern: PatternDossier, computed: ComputedColumn): Copier => {
  const slots = slotsOf(rows, pattern);
  const cut = cutter(slots.map(({ value }) => value));
  const partitions: Cut[] = [];
  const computedSlot = (partition: string): Cut => {
    const found = cut(partition);
    const known = partitions.findIndex((other) => fill(other, patternValues) === partition);
    if (known < 0) partitions.push(found);
    return { literals: ['', ''], slots: [slots.length + (known < 0 ? partitions.length - 1 : known)] };
  };
  const patternValues = slots.map(({ value }) => value);
  const cutRow = (table: string, row: readonly Column[]): CutColumn[] =>
    row.map((column, index) => {
      if (index === computed.places.get(table)) return computedSlot(String(row[0]));
      return typeof column === 'string' ? cut(column) : column;
    });
  return {
    rows: Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, list.map((row) => cutRow(table, row))])),
    valuesOf: (difference) => {
      const values = slots.map((slot) => {
        const value = slot.of(difference);
        if (value.length !== slot.value.length) throw new Error(`${value} is not as long as ${slot.value}`);
        return value;
      });
      return [...values, ...partitions.map((partition) => computed.of(fill(partition, values)))];
    },
  };
};
