import * as z from 'zod';
import { PageQuery } from '../ledger/cursor.ts';
import { errandKinds } from '../ledger/errand.ts';
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
      description:
        'One page; `cursor` is there when more follow. An entry is a submission to answer, a task, or something else to do about a dossier; no personal data.',
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
              state: Task.shape.state.describe('`sent-back`: its agency says that it is for another one; give it to that one'),
              dossierId: DossierId,
              openedAt: Instant,
            }),
            DossierHead.extend({
              kind: z.literal('errand'),
              dueAt: Instant,
              errand: z
                .enum(errandKinds)
                .describe(
                  'A request to withdraw, an extension to sign, a result to number, a result to hand over or to send, money that came when it was not due',
                ),
            }),
          ]),
        ),
        cursor: z.string().optional(),
      }),
    },
  },
  problems: ['role-missing'],
});
