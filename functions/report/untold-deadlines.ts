import * as z from 'zod';
import { deadlineBucket, nextBucket } from '../ledger/deadline-bucket.ts';
import { metaKey, sweepKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type DeadlineKind, Meta } from '../ledger/meta.ts';
import { listSupplements } from '../ledger/supplement.ts';
import { timingOf } from '../ledger/task.ts';
import { monthOf } from './counted.ts';
import type { Untold } from './office-report.ts';

/** Hours that are looked at, the newest; a sweep that is further behind is alarmed of. */
const MOST_HOURS = 12;
const HOUR_MS = 3_600_000;
/** Dossiers that are looked at; more are due at once only while the sweep does not run. */
const MOST_DOSSIERS = 300;

/** Kinds of deadlines that stand while the legal clock runs. */
const RUNNING: readonly DeadlineKind[] = ['apology', 'escalation-70', 'escalation-90', 'processing'];

const Sweep = z.object({ bucket: z.string() });

/** One that was put off too late is overdue in the counters already. */
const isOverdue = ({ deadline, dueAt, extension }: Meta, now: Date): boolean => {
  if (!deadline || !RUNNING.includes(deadline.kind) || !dueAt || extension === 'LATE') return false;
  return timingOf(now, dueAt) === 'AFTER';
};

/**
 * Dossiers of an office whose due time has passed and that the sweep has not got to: the counters do not hold them yet. What the sweep
 * has told is gone from the index, so that this reads what passed in the last minutes, however many dossiers there are. `behind`: more
 * passed than is looked at.
 */
export const untoldDeadlines =
  (ledger: Pick<Ledger, 'readItem' | 'readItems' | 'list' | 'listDue'>) =>
  async (office: string, now: Date): Promise<{ readonly untold: readonly Untold[]; readonly behind: boolean }> => {
    const until = now.toISOString();
    const place = Sweep.safeParse(await ledger.readItem(sweepKey)).data;
    const oldest = deadlineBucket(new Date(now.getTime() - MOST_HOURS * HOUR_MS).toISOString());
    let behind = place !== undefined && place.bucket < oldest;
    const found = new Set<string>();
    const first = place && place.bucket > oldest ? place.bucket : oldest;
    for (let bucket = first; bucket <= deadlineBucket(until); bucket = nextBucket(bucket)) {
      let cursor: string | undefined;
      do {
        const page = await ledger.listDue(bucket, until, cursor);
        for (const dossierId of page.dossierIds) found.add(dossierId);
        cursor = page.cursor;
        behind ||= cursor !== undefined && found.size >= MOST_DOSSIERS;
      } while (cursor && found.size < MOST_DOSSIERS);
    }
    const items = found.size > 0 ? await ledger.readItems([...found].map(metaKey)) : [];
    const dossiers = items.flatMap((item) => (item ? [Meta.parse(item)] : []));
    const overdue = dossiers.filter((meta) => meta.office === office && isOverdue(meta, now));
    const untold: Untold[] = [];
    for (const { dossierId, procedure, dueAt = '' } of overdue) {
      // So is one whose applicant was asked too often (counted.ts); only few are looked at.
      const isCounted = (await listSupplements(ledger, dossierId)).some(({ approver }) => approver !== undefined);
      if (!isCounted) untold.push({ procedure, month: monthOf(dueAt) });
    }
    return { untold, behind };
  };
