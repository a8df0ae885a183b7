import * as z from 'zod';
import { PageQuery } from '../ledger/cursor.ts';
import { DossierId, Instant, Meta } from '../ledger/meta.ts';
import { Task } from '../ledger/task.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DossierHead } from './dossier-view.ts';

export const listInboxContract = httpContract({
  operation: 'listInbox',
  summary: "List the open work of the caller's office, earliest due first",
  query: PageQuery,
  answers: {
    200: {
      description: 'One page; `cursor` is there when more follow. An entry is a submission to answer or a task; no personal data.',
      schema: z.object({
        entries: z.array(
          z.discriminatedUnion('kind', [
            DossierHead.extend({ kind: z.literal('dossier'), dueAt: Instant, submittedAt: Instant, lookups: Meta.shape.lookups }),
            z.object({
              kind: z.literal('task'),
              dueAt: Instant,
              taskId: Task.shape.taskId,
              task: z.string(),
              role: Task.shape.role,
              dossierId: DossierId,
              openedAt: Instant,
            }),
          ]),
        ),
        cursor: z.string().optional(),
      }),
    },
  },
  problems: ['role-missing'],
});
