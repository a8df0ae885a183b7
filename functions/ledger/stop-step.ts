import * as z from 'zod';
import type { Ledger, Step } from './ledger.ts';
import type { Meta } from './meta.ts';
import { taskWrite } from './open-stage.ts';
import { readTasks } from './read-tasks.ts';
import type { StopReason } from './stop-reason.ts';
import { isPending, type Task } from './task.ts';

/** What a stop must know beside META; read it after META, whose version then guards it. */
export type Stoppable = {
  readonly tasks: readonly Task[];
  /** Whole đồng booked so far. */
  readonly paid: number;
};

/** As much of an attempt to pay as a stop reads. */
const Attempt = z.object({ state: z.string(), amount: z.int().positive() });

/** The tasks and the money of a dossier that is to be stopped. */
export const readStoppable = async (
  ledger: Pick<Ledger, 'list'>,
  { dossierId, run, attempts }: Pick<Meta, 'dossierId' | 'run' | 'attempts'>,
): Promise<Stoppable> => {
  const tasks = await readTasks(ledger, { dossierId, run });
  const payments = attempts > 0 ? await ledger.list(dossierId, 'PAYMENT#') : [];
  const booked = payments.map((item) => Attempt.parse(item)).filter(({ state }) => state === 'booked');
  return { tasks, paid: booked.reduce((sum, { amount }) => sum + amount, 0) };
};

export type Stop = {
  readonly reason: StopReason;
  readonly at: Date;
  /** What the event says of words that are kept under its number (words.ts). */
  readonly words?: string | undefined;
};

/**
 * Ends a dossier without a result (to 8), whatever it waited for: tasks that wait are cancelled and leave their inboxes, and nothing is
 * due any more. Money that was booked stays booked: whether it is given back is for the law to say, and for a person to do. The caller
 * adds `by` and `cause`, and makes sure that the dossier is not decided already (decision.ts).
 */
export const stopStep = (
  { tasks, paid }: Stoppable,
  { reason, at, words }: Stop,
): Pick<Step, 'at' | 'events' | 'change'> & { readonly writes: NonNullable<Step['writes']> } => {
  const cancelled = tasks.filter(isPending);
  return {
    at,
    events: [
      {
        event: {
          type: 'dossier.stopped',
          data: { reason, cancelled: cancelled.map(({ taskId }) => taskId), paid, ...(words && { words }) },
        },
        edge: { transition: 'stop', to: 'stopped' },
      },
    ],
    change: { openTasks: 0, amountDue: 0, deadline: undefined, supplement: undefined },
    writes: cancelled.map(({ heldBy, ...task }) => taskWrite({ ...task, state: 'cancelled', closedAt: at.toISOString() })),
  };
};
