import { deadlineBucket, nextBucket } from '../ledger/deadline-bucket.ts';

const HOUR_MS = 3_600_000;
/** Buckets from the cursor on that one sweep looks at; after a long pause the next sweeps go on. */
const MOST_FROM_CURSOR = 1000;
/** The newest hours are always looked at, however far back a bucket is stuck: a deadline that passes now is enacted now. */
const NEWEST = 48;

/** The buckets of one sweep, oldest first: those from the cursor on, and in any case the newest until `until`. */
export const sweepBuckets = (cursor: string, until: string): readonly string[] => {
  const last = deadlineBucket(until);
  const newest = deadlineBucket(new Date(Date.parse(until) - NEWEST * HOUR_MS).toISOString());
  const buckets: string[] = [];
  let bucket = cursor;
  for (; buckets.length < MOST_FROM_CURSOR && bucket <= last; bucket = nextBucket(bucket)) buckets.push(bucket);
  for (bucket = bucket < newest ? newest : bucket; bucket <= last; bucket = nextBucket(bucket)) buckets.push(bucket);
  return buckets;
};
