import * as z from 'zod';
import provinces from '../../catalogue/provinces/provinces.json' with { type: 'json' };
import { cellOfName } from '../command-line/cell-of-name.ts';
import { type Command, readCommand } from '../command-line/command.ts';
import { fields } from '../command-line/fields.ts';

const Time = z.iso.datetime({ offset: true, error: 'must be a time like 2026-11-23T09:00:00+07:00' });

const Order = z
  .object({
    table: fields.table,
    topic: z.string({ error: 'is missing' }).regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, 'must be the ARN of a topic'),
    cell: z
      .string({ error: 'is missing' })
      .refine((cell) => provinces.some(({ code }) => code === cell), 'must be the two digits of a province, one of the 34'),
    from: Time,
    to: Time,
    'dry-run': fields.flag,
  })
  .transform(({ from, to, 'dry-run': dryRun, ...rest }) => ({
    ...rest,
    dryRun,
    window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  }))
  .superRefine(({ cell, table, topic }, { addIssue }) => {
    for (const [flag, name] of Object.entries({ table, topic })) {
      const named = cellOfName(name.split(':').at(-1) ?? '');
      if (named && named !== cell) addIssue({ code: 'custom', path: [flag], message: `is of cell ${named}, by its name` });
    }
  })
  .refine(({ window }) => window.from < window.to, { path: ['to'], error: 'must be later than --from' });

/** What an operator asks for: the window is in UTC, its end not included. */
export type Order = z.infer<typeof Order>;

export const republishCommand: Command<Order> = {
  name: 'republish',
  about: `Publishes the history events of a time window once more, under the ids that they had: docs/runbook.md, events-unpublished.
It reads the whole table and may be repeated. Region, credentials and endpoints come from the environment, as for the AWS CLI; they
need dynamodb:Scan and sns:Publish. Exits 0, or 1 when an item of the window is no history event or the topic takes nothing.`,
  flags: {
    table: { value: 'NAME', about: 'the table Dossiers of the cell’s state stack' },
    topic: { value: 'ARN', about: 'the topic DossierEvents of the same stack' },
    cell: { value: '42', about: 'the two digits of the province' },
    from: { value: 'ISO', about: 'the first moment of the window, like 2026-11-23T09:00:00+07:00' },
    to: { value: 'ISO', about: 'its end, not included' },
    'dry-run': { about: 'only counts' },
  },
  order: Order,
};

/** @throws BadCommandLine */
export const readOrder = (args: readonly string[]): Order | 'help' => readCommand(republishCommand, args);
