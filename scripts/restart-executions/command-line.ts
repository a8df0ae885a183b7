import * as z from 'zod';
import type { Command } from '../command-line/command.ts';
import { fields } from '../command-line/fields.ts';

const Order = z
  .object({
    table: fields.table,
    machine: fields.machine,
    dossier: fields.dossier.optional(),
    max: fields.count.default(100),
    stuck: fields.flag,
    now: fields.time.optional(),
    'dry-run': fields.flag,
    json: fields.flag,
  })
  .transform(({ 'dry-run': dryRun, ...rest }) => ({ ...rest, dryRun }));

export type Order = z.infer<typeof Order>;

export const restartExecutionsCommand: Command<Order> = {
  name: 'restart-executions',
  about: `Finds dossiers that are with the agencies and whose execution of the approval state machine does not run, and orders a new run of
each: docs/runbook.md, approvals-failed. The order is a step in the table like the restart consumer's; the table's stream starts it. It
may be repeated and run twice at once: only the newest run that is lost is followed by another.
Region, credentials and endpoints come from the environment, as for the AWS CLI; they need dynamodb:Scan, GetItem, Query and PutItem on
the table, states:DescribeStateMachine, ListExecutions and DescribeExecution and, for runs that were never started, states:StartExecution.
A machine that is not there, or is another cell's than the table, is refused before anything is said of dossiers.
Exits 0, or 1 when a dossier could not be read or is not there.`,
  flags: {
    table: { value: 'NAME', about: 'the table Dossiers of the cell’s state stack' },
    machine: { value: 'ARN', about: 'the approval state machine of the cell' },
    dossier: { value: 'ID', about: 'looks at this dossier alone; it reads one item instead of the whole table' },
    stuck: {
      about:
        'stops, too, what runs and waits in vain, because the table does not hold its token (states:StopExecution): the cell orders the next run by itself',
    },
    now: { value: 'ISO', about: 'with --stuck: the cell’s time, where it is not this machine’s' },
    max: { value: 'N', about: 'orders or stops at most N runs; 100 unless given' },
    'dry-run': { about: 'orders nothing; says what it would' },
    json: { about: 'one line of JSON' },
  },
  order: Order,
};
