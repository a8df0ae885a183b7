import type { CertifiedDowntime } from '../../functions/downtime/downtime.ts';
import { dossierPartition, metaKey } from '../../functions/ledger/item-keys.ts';
import { DossierId } from '../../functions/ledger/meta.ts';
import { type Pause, pause } from '../../functions/platform/retry.ts';
import { faultsOfPartition } from './dossier-faults.ts';
import { type DossierItems, dossierOfPartition, readItems } from './dossier-items.ts';
import { readRegister } from './downtimes.ts';
import { plain } from './plain.ts';
import { type Judged, judgePointer, questionsOf } from './pointer-faults.ts';
import { runningNumbers } from './running-numbers.ts';
import type { Partition, Table } from './table.ts';

/** A contradiction in the table. Without a dossier it begins with the key that it is about. */
export type Fault = { readonly dossierId?: string; readonly fault: string };

export type Verified = {
  readonly dossiers: number;
  readonly items: number;
  readonly events: number;
  readonly faults: readonly Fault[];
};

export type VerifyOptions = {
  /** Looks only at so many dossiers, one after the other from a place that chance chooses. @default all */
  readonly sample?: number;
  /** Told after every batch of partitions. */
  readonly onProgress?: (soFar: Omit<Verified, 'faults'>) => void;
  /** Judges dossiers by what is outside of the table as well; their faults by dossier. */
  readonly beside?: (dossiers: readonly DossierItems[]) => Promise<readonly Fault[]>;
  /** Takes what is worth knowing and no fault; not told of a sample, which does not see every number. */
  readonly remarks?: string[];
  /** The cell's time, by which a number that is about to be written is told from one that nobody has. @default this machine's */
  readonly now?: Date;
  readonly pause?: Pause;
  readonly random?: () => number;
};

/** Partitions that are judged together: their questions are asked of the table in few batches. */
const BATCH = 100;
/** Time for a write that is under way to be through, before the first and the second reading again (milliseconds). */
const SETTLING_MS = [100, 400];

const judge = (partition: Partition, downtimes: readonly CertifiedDowntime[]): Judged & { readonly items?: DossierItems } => {
  const dossierId = dossierOfPartition(partition.pk);
  if (dossierId === undefined) return judgePointer(partition);
  const read = readItems(partition.items);
  const strange = DossierId.safeParse(dossierId).success ? [] : ['has no dossier id'];
  const { items } = read;
  if (items && items.meta.dossierId !== dossierId)
    return { dossierId, faults: [...strange, 'its META names another dossier'], questions: [] };
  return { dossierId, faults: [...strange, ...faultsOfPartition(read, downtimes)], questions: items ? questionsOf(items) : [], items };
};

/** Faults of some partitions, those found by looking elsewhere included; by partition key, with only the faulty ones in it. */
const judgeAll = async (table: Table, partitions: readonly Partition[]) => {
  const downtimes = readRegister(await table.downtimes());
  const judged = partitions.map((partition) => ({ pk: partition.pk, ...judge(partition, downtimes) }));
  const questions = judged.flatMap((one) => one.questions);
  const answers = await table.items(questions.map(({ key }) => key));
  let next = 0;
  return judged.map(({ pk, dossierId, faults, questions: own, items }) => {
    const asked = own.flatMap((question) => question.faults(answers[next++]));
    return { pk, dossierId, items, faults: [...faults, ...asked] };
  });
};

/** The faults of a partition that stand however often it is read. */
const confirm = async (table: Table, suspects: ReadonlyMap<string, readonly string[]>, wait: Pause) => {
  let standing = new Map(suspects);
  let owners = new Map<string, string | undefined>();
  for (const ms of SETTLING_MS) {
    if (standing.size === 0) break;
    await wait(ms);
    const again: Partition[] = [];
    for (const pk of standing.keys()) again.push(await table.partition(pk));
    const judged = await judgeAll(
      table,
      again.filter(({ items }) => items.length > 0),
    );
    const before = standing;
    standing = new Map();
    owners = new Map();
    for (const { pk, dossierId, faults } of judged) {
      const same = faults.filter((fault) => before.get(pk)?.includes(fault));
      if (same.length > 0) standing.set(pk, same);
      owners.set(pk, dossierId);
    }
  }
  return [...standing].flatMap(([pk, faults]) => {
    const dossierId = owners.get(pk);
    return faults.map((fault): Fault => (dossierId ? { dossierId, fault } : { fault: `${plain(pk)} ${fault}` }));
  });
};

/** Judges every partition of a table, batch by batch. Memory holds some batches and the faults, however large the table is. */
export const verify = async (table: Table, options: VerifyOptions = {}): Promise<Verified> => {
  const { sample, onProgress, beside, pause: wait = pause, random = Math.random } = options;
  const soFar = { dossiers: 0, items: 0, events: 0 };
  const faults: Fault[] = [];
  const numbers = runningNumbers(options.now ?? new Date());

  const look = async (partitions: readonly Partition[]): Promise<void> => {
    const judged = await judgeAll(table, partitions);
    const suspects = judged.flatMap(({ pk, faults: found }): [string, readonly string[]][] => (found.length > 0 ? [[pk, found]] : []));
    faults.push(...(await confirm(table, new Map(suspects), wait)));
    const dossiers = judged.flatMap(({ items }) => items ?? []);
    for (const items of dossiers) faults.push(...numbers.faultsOf(items).map((fault) => ({ dossierId: items.meta.dossierId, fault })));
    if (beside) faults.push(...(await beside(dossiers)));
    for (const { pk, items } of partitions) {
      soFar.items += items.length;
      numbers.sawCounter(pk);
      if (dossierOfPartition(pk) === undefined) continue;
      soFar.dossiers += 1;
      soFar.events += items.filter(({ sk }) => String(sk).startsWith('EVENT#')).length;
    }
    onProgress?.({ ...soFar });
  };

  const lookAtAll = async (partitions: AsyncIterable<Partition>): Promise<void> => {
    let batch: Partition[] = [];
    for await (const partition of partitions) {
      batch.push(partition);
      if (batch.length < BATCH) continue;
      await look(batch);
      batch = [];
      if (sample !== undefined && soFar.dossiers >= sample) return;
    }
    await look(batch);
  };

  if (sample === undefined) await Promise.all(table.partitions().map(lookAtAll));
  else await lookAtAll(upTo(sample, table.partitionsFrom(metaKey(randomId(random)))));
  faults.push(...(await numbers.ofCounters(table, sample === undefined ? options.remarks : undefined)).map((fault) => ({ fault })));
  const byDossier = ({ dossierId, fault }: Fault): string => `${dossierId ?? '~'} ${fault}`;
  return { ...soFar, faults: faults.sort((one, other) => (byDossier(one) < byDossier(other) ? -1 : 1)) };
};

/** An id like any other: where its key falls among the hashed keys of the table is chance. */
const randomId = (random: () => number): string =>
  `0${Array.from({ length: 25 }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Math.floor(random() * 32)]).join('')}`;

async function* upTo(dossiers: number, partitions: AsyncIterable<Partition>): AsyncGenerator<Partition> {
  let left = dossiers;
  for await (const partition of partitions) {
    if (left === 0) return;
    if (partition.pk.startsWith(dossierPartition(''))) left -= 1;
    yield partition;
  }
}
