import * as z from 'zod';
import { DossierId, Instant, PlannedTask } from './meta.ts';

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
  state: z.enum(['open', 'closed']),
  openedAt: Instant,
  dueAt: Instant,
  closedAt: Instant.optional(),
  answer: z.enum(['POSITIVE', 'NEGATIVE', 'GRANT', 'REFUSE']).optional(),
  /** What a consulted agency adds to its answer. */
  note: z.string().optional(),
  /** Why the competent agency decided so; with a refusal always there, in words, with the law it rests on. */
  reason: z.string().optional(),
  legalBasis: z.string().optional(),
  closedBy: z.string().optional(),
});
export type Task = z.infer<typeof Task>;

/** Whether something happened before, on or after its due minute. */
export const timingOf = (at: Date, dueAt: string): 'BEFORE' | 'ON' | 'AFTER' => {
  const minutes = Math.floor(at.getTime() / 60_000) - Math.floor(Date.parse(dueAt) / 60_000);
  if (minutes === 0) return 'ON';
  return minutes < 0 ? 'BEFORE' : 'AFTER';
};
