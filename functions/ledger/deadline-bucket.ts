/** Deadlines are indexed by the UTC hour they fall in: `2026-11-22T05`. */
export const deadlineBucket = (at: string): string => at.slice(0, 13);

/** The bucket after `bucket`. */
export const nextBucket = (bucket: string): string =>
  deadlineBucket(new Date(Date.parse(`${bucket}:00:00.000Z`) + 3_600_000).toISOString());

/** Open work of an office is spread over this many partitions of the index, so that a large office is no hot key. */
export const INBOX_SHARDS = 4;

/** The index partition of an item: the shard follows from the dossier's id and never changes. */
export const inboxPartition = (agency: string, office: string, shard: number): string => `${agency}#${office}#open#${shard}`;

export const inboxShard = (dossierId: string): number => {
  const last = dossierId.codePointAt(dossierId.length - 1) ?? 0;
  return last % INBOX_SHARDS;
};
