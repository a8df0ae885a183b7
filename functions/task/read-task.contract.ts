import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';
import { Task } from '../ledger/task.ts';
import { httpContract } from '../platform/http-contract.ts';
import { TaskPath } from './closed-task.contract.ts';
import { ListedTask } from './list-tasks.contract.ts';

const Name = z.object({ vi: z.string(), en: z.string() });

export const readTaskContract = httpContract({
  operation: 'readTask',
  summary: 'Read one task of the calling agency system; reading an open one is recorded for the owner to see',
  path: TaskPath,
  answers: {
    200: {
      description: '`applicant`, `subject` and `documents` are there only while the task can be answered.',
      schema: ListedTask.extend({
        name: Name.optional(),
        state: Task.shape.state,
        answer: Task.shape.answer,
        closedAt: Instant.optional(),
        dossier: z.object({ code: z.string(), procedure: z.string(), procedureName: Name }),
        applicant: z.object({ pin: z.string(), name: z.string() }).optional(),
        subject: z.unknown().optional().describe('The part of the form that the task is about, for example the dwelling'),
        documents: z.array(z.string()).optional().describe('Codes to ask /agency/tasks/{taskId}/documents/{document}/link for'),
      }),
    },
  },
  problems: ['task-not-found'],
});
