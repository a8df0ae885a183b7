import * as z from 'zod';
import type { Command } from '../command-line/command.ts';
import { fields } from '../command-line/fields.ts';

const Order = z
  .object({
    table: fields.table,
    queue: z.array(fields.queue).default([]),
    'queue-prefix': z.array(fields.queue).default([]),
    machine: fields.machine.optional(),
    now: fields.time.optional(),
    sample: fields.count.optional(),
    json: fields.flag,
  })
  .transform(({ queue: queues, 'queue-prefix': prefixes, ...rest }) => ({ ...rest, queues, prefixes }));

export type Order = z.infer<typeof Order>;

export const verifyCommand: Command<Order> = {
  name: 'verify',
  about: `Reads the whole table of a cell and says what in it contradicts itself: each dossier against its own history (numbers without a
gap, the state that the events lead to, edges of the transition table, tasks, tokens, payments, result, apology, hand-over, rating,
deadline, inbox; complaints against their own lines), and the dossiers against each other (codes, results, requests' keys, running
numbers). It changes nothing. What looks like a fault while somebody writes is read again, twice, before it is told. Numbers that
nobody has are told on stderr, and are no fault.
Region, credentials and endpoints come from the environment, as for the AWS CLI; they need dynamodb:Scan, Query and BatchGetItem.
Exits 0 with one line when there are no faults, or 1 with one line for each.`,
  flags: {
    table: { value: 'NAME', about: 'the table Dossiers of the cell’s state stack' },
    queue: {
      value: 'QUEUE',
      many: true,
      about:
        'looks through this dead letter queue (URL, name or a part of it): a message whose consumer would still have something to do is a fault',
    },
    'queue-prefix': { value: 'P', many: true, about: 'the same of all dead letter queues whose names begin so' },
    machine: {
      value: 'ARN',
      about:
        'holds dossiers against the executions of the approval state machine (states:ListExecutions, DescribeExecution): running where one is needed, and waiting with tokens that the table holds',
    },
    now: {
      value: 'ISO',
      about:
        'the cell’s time, where it is not this machine’s: what its executions were to do, or a number that was drawn, less than 15 minutes before it is not told yet',
    },
    sample: { value: 'N', about: 'looks at N dossiers only, from a place in the table that chance chooses' },
    json: { about: 'one line of JSON' },
  },
  order: Order,
};
