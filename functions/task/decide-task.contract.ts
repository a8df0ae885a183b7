import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { ClosedTaskAnswer, TaskPath } from './closed-task.contract.ts';

const words = z.string().trim().min(3).max(500);

export const decideTaskContract = httpContract({
  operation: 'decideTask',
  summary: "Take the competent agency's decision; repeating it word for word changes nothing",
  path: TaskPath,
  body: z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('GRANT'), reason: words.optional(), legalBasis: words.optional() }),
    z.strictObject({ decision: z.literal('REFUSE'), reason: words, legalBasis: words }),
  ]),
  answers: { 200: { description: 'The task is closed with this decision', schema: ClosedTaskAnswer } },
  problems: ['task-not-found', 'role-missing', 'task-closed', 'task-sent-back', 'dossier-wrong-state', 'calendar-missing', 'dossier-busy'],
});
