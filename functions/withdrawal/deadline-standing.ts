import { type DeadlineDeps, deadlineAfter } from '../deadline/deadline-after.ts';
import { nextDeadline } from '../deadline/next-deadline.ts';
import { hasSilence } from '../deadline/task-limits.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';

import { procedureOf } from '../procedure/catalogue.ts';

/**
 * What happens next by itself once a dossier has gone to `withdrawal-requested`, or back from there. Asking to withdraw moves no clock,
 * but nobody has to complete or to pay what is to be withdrawn. Read after META. @throws OutsideCalendar
 */
export const deadlineStanding =
  (deps: DeadlineDeps) =>
  async (meta: Meta, at: Date): Promise<Meta['deadline']> => {
    if (!meta.acceptedAt) return nextDeadline({ meta, clock: { kind: 'not-started' } }, { at });
    const tasks = hasSilence(procedureOf(deps.procedures, meta)) ? await readTasks(deps.ledger, meta) : [];
    return deadlineAfter(deps)({ meta, at, tasks });
  };
