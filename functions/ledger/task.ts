import * as z from 'zod';
import { DossierId, Instant, PlannedTask } from './meta.ts';
import { SealedFields } from './sealed-fields.ts';

/** A task's public id: `<dossier>.<number>`. Agencies see it, never a task token. */
export const TaskId = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}\.[1-9]\d{0,3}$/, 'must be a task id');

export const taskIdOf = (dossierId: string, n: number): string => `${dossierId}.${n}`;

export const parseTaskId = (taskId: string): { readonly dossierId: string; readonly n: number } => {
  const [dossierId = '', n = ''] = TaskId.parse(taskId).split('.');
  return { dossierId, n: Number(n) };
};

/** What one agency must answer (item `TASK#<n>`). `timing` compares the answer's time with the due time. */
export const Task = PlannedTask.extend({
  dossierId: DossierId,
  taskId: TaskId,
  /**
   * `sent-back`: its agency says that it is for another one, and the dossier's office must route it anew. `cancelled`: the dossier was
   * stopped, and nobody answers any more.
   */
  state: z.enum(['open', 'closed', 'sent-back', 'cancelled']),
  /** Whose inbox a task that was sent back stands in: the office of the dossier. */
  heldBy: z.object({ agency: z.string(), office: z.string() }).optional(),
  /** When its agency was first asked; where the task has a limit of its own, when it was given to the agency that has it now. */
  openedAt: Instant,
  /** Of the dossier, or of the task itself where the procedure gives it a limit of its own (`limited`). */
  dueAt: Instant,
  limited: z.literal(true).optional(),
  /** The law by which an agency that is silent until the due time has agreed. */
  silence: z.string().optional(),
  closedAt: Instant.optional(),
  /** Whether the answer came before, on or after the due minute, where the clock stood still meanwhile; else the times tell. */
  timing: z.enum(['BEFORE', 'ON', 'AFTER']).optional(),
  answer: z.enum(['POSITIVE', 'NEGATIVE', 'GRANT', 'REFUSE']).optional(),
  /** What was said with the answer in words (task-words.ts). */
  sealed: SealedFields.shape.sealed.optional(),
  closedBy: z.string().optional(),
});
export type Task = z.infer<typeof Task>;

/** Whether an answer to the task is still to come, from its agency or from the one that it will be routed to. */
export const isPending = ({ state }: Pick<Task, 'state'>): boolean => state === 'open' || state === 'sent-back';

/** Whether something happened before, on or after its due minute. */
export const timingOf = (at: Date, dueAt: string): 'BEFORE' | 'ON' | 'AFTER' => {
  const minutes = Math.floor(at.getTime() / 60_000) - Math.floor(Date.parse(dueAt) / 60_000);
  if (minutes === 0) return 'ON';
  return minutes < 0 ? 'BEFORE' : 'AFTER';
};
