import * as z from 'zod';
import type { Command } from '../command-line/command.ts';
import { fields } from '../command-line/fields.ts';

const Grouping = z
  .string()
  .regex(/^(type|dossier|reason|body(\.[\w-]+)+)$/, 'must be type, dossier, reason, or a field like body.data.agency')
  .default('type');

const Order = z
  .object({
    from: fields.queue,
    to: fields.queue.optional(),
    max: fields.count.default(100),
    'dry-run': fields.flag,
    'group-by': Grouping,
    only: z.string().optional(),
    json: fields.flag,
  })
  .transform(({ 'dry-run': dryRun, 'group-by': groupBy, ...rest }) => ({ ...rest, dryRun, groupBy }));

export type Order = z.infer<typeof Order>;

export const redriveCommand: Command<Order> = {
  name: 'redrive',
  about: `Moves the messages of a dead letter queue back to the queue that they came from, after the cause is gone: docs/runbook.md.
Each is sent first and taken away then, so that a crash in between leaves it twice, never lost; consumers are safe to repeat. What is
not chosen stays. Region, credentials and endpoints come from the environment, as for the AWS CLI; they need sqs:GetQueueUrl,
ListQueues, GetQueueAttributes, ReceiveMessage, ChangeMessageVisibility, DeleteMessage and, on the other queue, SendMessage.
Interrupted, it ends after the message at hand and shows the others again. A queue that has a redrive policy of its own is refused.
Exits 0, or 1 when a message could not be moved or is one that no redrive helps (it says what does).`,
  flags: {
    from: { value: 'QUEUE', about: 'the dead letter queue: its URL, its name, or a part of the name that no other queue has' },
    to: { value: 'QUEUE', about: 'where to; unless given, the one queue whose redrive policy names --from' },
    max: { value: 'N', about: 'moves at most N messages; 100 unless given' },
    'dry-run': { about: 'moves nothing; says what there is, by group, and how much of it would be moved' },
    'group-by': { value: 'BY', about: 'type, dossier, reason, or a field of the message like body.data.agency; type unless given' },
    only: { value: 'GROUP', about: 'moves this group alone' },
    json: { about: 'one line of JSON' },
  },
  order: Order,
};
