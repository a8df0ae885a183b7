import * as z from 'zod';
import { TaskId } from '../ledger/task.ts';
import { httpContract } from '../platform/http-contract.ts';
import { TaskPath } from './closed-task.contract.ts';

export const returnTaskContract = httpContract({
  operation: 'returnTask',
  summary: 'Send a task back that is for another agency; sending it back again changes nothing',
  path: TaskPath,
  body: z.strictObject({ reason: z.string().trim().min(3).max(500).describe('Why, and for whom it is') }),
  answers: {
    200: {
      description: "The task lies before the dossier's office, which gives it to another agency. Its due time stays.",
      schema: z.object({ taskId: TaskId, state: z.literal('sent-back') }),
    },
  },
  problems: ['task-not-found', 'role-missing', 'task-closed', 'dossier-wrong-state', 'calendar-missing', 'dossier-busy'],
});
