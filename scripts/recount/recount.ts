import { type CountKey, countFields, countsKey } from '../../functions/report/counts.ts';
import { dossierOfPartition } from '../verify/dossier-items.ts';
import { plain } from '../verify/plain.ts';
import type { Table } from '../verify/table.ts';
import { type ExpectedCount, entryDifferences, expectedCount } from './expected-count.ts';
import { addUp, type Sum, wrongSums } from './sums.ts';

export type RecountDeps = {
  readonly table: Table;
  /** Counts one dossier as the consumer does. */
  readonly count: (dossierId: string) => Promise<unknown>;
  /** Sets a counter to what it should be, as long as its version is the one that was read. False when somebody has moved it since. */
  readonly set: (sum: Sum) => Promise<boolean>;
  /** Told of everything that differs, as it is found. */
  readonly onDifference: (difference: Difference) => void;
};

/** Something that was not as the history says. */
export type Difference = { readonly about: string; readonly says: string; readonly repaired: boolean };

export type Recounted = { readonly dossiers: number; readonly counters: number; readonly different: number; readonly standing: number };

/** Dossiers whose entries are looked up together. */
const BATCH = 100;
/** How often the table is added up again while counters are moved by others. */
const MOST_ROUNDS = 3;

const nameOf = ({ office, month, procedure }: CountKey): string => `COUNTS ${plain(office)} ${month} ${plain(procedure)}`;
const sumDifference = ({ counted, addsUpTo }: Sum): string =>
  countFields
    .filter((field) => counted[field] !== addsUpTo[field])
    .map((field) => `${field} is ${counted[field]}, adds up to ${addsUpTo[field]}`)
    .join('; ');

/**
 * Compares every dossier with its entry in the tracking book, and every counter with the sum of the entries; unless it is a dry run it
 * puts right what differs. Counters that others move meanwhile are added up again.
 */
export const recount = async (
  { table, count, set, onDifference }: RecountDeps,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Recounted> => {
  let [dossiers, different, standing] = [0, 0, 0];
  const tell = (about: string, says: string, repaired: boolean): void => {
    different += 1;
    if (!repaired) standing += 1;
    onDifference({ about, says, repaired });
  };

  const compare = async (batch: readonly ExpectedCount[]): Promise<void> => {
    const entries = await table.items(batch.map(({ key }) => key));
    for (const [index, { dossierId, expected, lines }] of batch.entries()) {
      const taken = lines.length > 0 ? await table.items(lines.map(({ key }) => key)) : [];
      const missing = lines.filter((_, n) => !taken[n]).map(({ key }) => `is not in ${plain(key.pk)}`);
      const says = [...entryDifferences(expected, entries[index]), ...missing];
      if (says.length === 0) continue;
      if (!dryRun) await count(dossierId);
      tell(`DOSSIER ${plain(dossierId)}`, says.join('; '), !dryRun);
    }
  };

  const lookAt = async (partitions: AsyncIterable<{ readonly pk: string; readonly items: readonly Record<string, unknown>[] }>) => {
    let batch: ExpectedCount[] = [];
    for await (const { pk, items } of partitions) {
      const dossierId = dossierOfPartition(pk);
      if (dossierId === undefined) continue;
      dossiers += 1;
      try {
        const one = expectedCount(items);
        if (one) batch.push(one);
      } catch {
        tell(`DOSSIER ${plain(dossierId)}`, 'cannot be read: see npm run verify', false);
      }
      if (batch.length < BATCH) continue;
      await compare(batch);
      batch = [];
    }
    await compare(batch);
  };

  await Promise.all(table.partitions().map(lookAt));

  let sums = await addUp(table);
  for (let round = 1; ; round += 1) {
    const suspects = wrongSums(sums);
    if (suspects.length === 0) break;
    // A counter that has not moved while everything was added up once more is wrong by itself.
    const again = await addUp(table);
    const now = await table.items(suspects.map(({ key }) => countsKey(key)));
    const still = suspects.filter(({ version }, index) => Number(now[index]?.['version'] ?? 0) === version);
    for (const { key } of still) {
      const sum = again.find((one) => nameOf(one.key) === nameOf(key));
      if (!sum || wrongSums([sum]).length === 0) continue;
      tell(nameOf(key), sumDifference(sum), !dryRun && (await set(sum)));
    }
    if (still.length === suspects.length || round === MOST_ROUNDS) {
      for (const { key } of suspects.filter((one) => !still.includes(one))) tell(nameOf(key), 'kept moving; count again later', false);
      break;
    }
    const settled = new Set(still.map(({ key }) => nameOf(key)));
    sums = again.filter(({ key }) => !settled.has(nameOf(key)));
  }
  return { dossiers, counters: sums.length, different, standing };
};
