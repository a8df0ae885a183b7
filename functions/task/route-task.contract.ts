import * as z from 'zod';
import { OpenedTask } from '../ledger/history-event.ts';
import { httpContract } from '../platform/http-contract.ts';
import { TaskPath } from './closed-task.contract.ts';

export const routeTaskContract = httpContract({
  operation: 'routeTask',
  summary: "Give a task of a dossier of the caller's office that its agency sent back to another office",
  path: TaskPath,
  body: z.strictObject({ office: z.string().min(1).max(40), reason: z.string().trim().min(3).max(500) }),
  answers: {
    200: {
      description:
        'The new agency has the task, under the same id and with the same due time; a limit that is the task’s own begins anew with it.',
      schema: OpenedTask,
    },
  },
  problems: [
    'role-missing',
    'task-not-found',
    'task-not-sent-back',
    'office-unfit',
    'passed-on-enough',
    'dossier-wrong-state',
    'calendar-missing',
    'dossier-busy',
  ],
});
