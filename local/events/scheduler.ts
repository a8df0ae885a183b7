import type { VirtualClock } from '../clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { EventJournal } from './event-journal.ts';
import type { Schedule } from './schedule.ts';
import type { Occurrences } from './schedule-expression.ts';

type Running = { readonly schedule: Schedule; readonly occurrences: Occurrences; cancel: () => void };

/**
 * Fires schedules by the virtual clock. A jump over many occurrences fires a schedule once, at the end of the jump, for the last
 * of them; so does a boot after a time of rest. Runs may overlap as in AWS, since the target takes events asynchronously.
 */
export const createScheduler = ({
  journal,
  clock,
  deliveries,
}: {
  readonly journal: EventJournal;
  readonly clock: VirtualClock;
  readonly deliveries: Deliveries;
}) => {
  const running = new Map<string, Running>();
  const fired: Record<string, number> = {};
  /** The clock's offset when no jump was under way. */
  let settledOffset = clock.offset;

  const fireLatest = ({ schedule, occurrences }: Running): void => {
    const now = clock.now();
    const kept = journal.schedule(schedule.arn);
    const time = occurrences.atOrBefore(now);
    if (!kept || time === undefined || time <= kept.last) return;
    deliveries.accept(schedule.deliveries(time, now), () => journal.setSchedule(schedule.arn, { ...kept, last: time }));
    fired[schedule.arn] = (fired[schedule.arn] ?? 0) + 1;
  };

  const arm = (entry: Running): void => {
    entry.cancel();
    const next = entry.occurrences.after(clock.now());
    if (next === undefined) return;
    entry.cancel = clock.at(next, () => {
      // In the middle of a jump; onAdvance comes at its end.
      if (clock.offset !== settledOffset) return;
      fireLatest(entry);
      arm(entry);
    });
  };

  const forget = clock.onAdvance(() => {
    settledOffset = clock.offset;
    for (const entry of running.values()) {
      fireLatest(entry);
      arm(entry);
    }
  });

  return {
    /** Begins a schedule, or goes on with the one of the last run. One whose definition has changed begins anew. */
    start: (schedule: Schedule): void => {
      running.get(schedule.arn)?.cancel();
      running.delete(schedule.arn);
      const now = clock.now();
      const kept = journal.schedule(schedule.arn);
      if (!schedule.enabled) {
        // Enabled again, it begins anew instead of making up for the time between.
        if (kept) journal.setSchedule(schedule.arn, { ...kept, definition: '' });
        return;
      }
      const row = kept?.definition === schedule.definition ? kept : { definition: schedule.definition, created: now, last: now };
      journal.setSchedule(schedule.arn, row);
      const entry = { schedule, occurrences: schedule.occurrences(row.created), cancel: () => {} };
      running.set(schedule.arn, entry);
      fireLatest(entry);
      arm(entry);
    },
    /** Times that each schedule has fired since the start, by its ARN. */
    fired: (): Readonly<Record<string, number>> => ({ ...fired }),
    stop: (): void => {
      forget();
      for (const { cancel } of running.values()) cancel();
    },
  };
};
