import * as z from 'zod';
import { PageQuery } from '../ledger/cursor.ts';
import { Instant } from '../ledger/meta.ts';
import { Task, TaskId } from '../ledger/task.ts';
import { httpContract } from '../platform/http-contract.ts';

export const ListedTask = z.object({
  taskId: TaskId,
  kind: z.string(),
  role: Task.shape.role.describe('`consulted`: answer at /agency/tasks/{taskId}/answer; `competent`: an officer decides'),
  office: z.string(),
  openedAt: Instant,
  dueAt: Instant,
});

export const listTasksContract = httpContract({
  operation: 'listTasks',
  summary: 'List the open tasks of the calling agency system at one office, earliest due first',
  query: PageQuery.extend({ office: z.string().min(1).max(40) }),
  answers: {
    200: {
      description: 'One page; `cursor` is there when more follow. A page can be shorter than the next.',
      schema: z.object({ tasks: z.array(ListedTask), cursor: z.string().optional() }),
    },
  },
  problems: [],
});
