import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';
import { TaskId } from '../ledger/task.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DocumentCode } from './document.ts';

export const openTaskDocumentContract = httpContract({
  operation: 'openTaskDocument',
  summary: 'Get a five-minute link to a document that an own open task needs',
  path: z.object({ taskId: TaskId, document: DocumentCode }),
  answers: {
    200: {
      description: 'The link works until `expiresAt`, without a token. The owner of the dossier sees that it was given.',
      schema: z.object({ url: z.url(), expiresAt: Instant }),
    },
  },
  problems: ['task-not-found', 'task-closed', 'document-not-found', 'document-not-cleared'],
});
