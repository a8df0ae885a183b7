import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { ClosedTaskAnswer, TaskPath } from './closed-task.contract.ts';

export const answerTaskContract = httpContract({
  operation: 'answerTask',
  summary: "Give a consulted agency's opinion; repeating it word for word changes nothing",
  path: TaskPath,
  body: z.strictObject({
    answer: z.enum(['POSITIVE', 'NEGATIVE']),
    note: z.string().trim().min(1).max(300).optional().describe('Facts for the deciding officer; no names or numbers of persons'),
  }),
  answers: { 200: { description: 'The task is closed with this answer', schema: ClosedTaskAnswer } },
  problems: ['task-not-found', 'role-missing', 'task-closed', 'task-sent-back', 'dossier-wrong-state', 'calendar-missing', 'dossier-busy'],
});
