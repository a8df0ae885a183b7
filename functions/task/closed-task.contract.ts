import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';
import { Task, TaskId } from '../ledger/task.ts';

export const TaskPath = z.object({ taskId: TaskId });

/** The answer to what closes a task, the first time and every time it is repeated. */
export const ClosedTaskAnswer = z.object({
  taskId: TaskId,
  state: z.literal('closed'),
  answer: Task.shape.answer.unwrap(),
  closedAt: Instant,
  timing: z.enum(['BEFORE', 'ON', 'AFTER']).describe('Against the due minute of the task'),
});
