import * as z from 'zod';
import type { Command } from '../command-line/command.ts';
import { fields } from '../command-line/fields.ts';

const Order = z
  .object({ table: fields.table, 'dry-run': fields.flag, json: fields.flag })
  .transform(({ 'dry-run': dryRun, ...rest }) => ({ ...rest, dryRun }));

export type Order = z.infer<typeof Order>;

export const recountCommand: Command<Order> = {
  name: 'recount',
  about: `Counts the dossiers of form II.06 and the tracking books anew from the table, says what differs and puts it right: docs/runbook.md,
counts-behind. It may be repeated, run twice at once and run while the cell works: a dossier is counted by the consumer's own transaction,
and a counter is only set while nobody moves it. It reads the whole table.
Region, credentials and endpoints come from the environment, as for the AWS CLI; they need dynamodb:Scan, Query, GetItem, BatchGetItem,
PutItem and UpdateItem on the table.
Exits 0 when all agrees or was put right, 1 when something differs still.`,
  flags: {
    table: { value: 'NAME', about: 'the table Dossiers of the cell’s state stack' },
    'dry-run': { about: 'changes nothing; says what differs' },
    json: { about: 'one line of JSON' },
  },
  order: Order,
};
