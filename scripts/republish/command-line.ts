import { parseArgs } from 'node:util';
import * as z from 'zod';

const Time = z.iso.datetime({ offset: true, error: 'must be a time like 2026-11-23T09:00:00+07:00' });

const Order = z
  .object({
    table: z.string({ error: 'is missing' }).min(1),
    topic: z.string({ error: 'is missing' }).regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, 'must be the ARN of a topic'),
    cell: z.string({ error: 'is missing' }).regex(/^\d{2}$/, 'must be the two digits of a province'),
    from: Time,
    to: Time,
    'dry-run': z.boolean().default(false),
  })
  .transform(({ from, to, 'dry-run': dryRun, ...rest }) => ({
    ...rest,
    dryRun,
    window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  }))
  .refine(({ window }) => window.from < window.to, { path: ['to'], error: 'must be later than --from' });

/** What an operator asks for: the window is in UTC, its end not included. */
export type Order = z.infer<typeof Order>;

const USAGE =
  'npm run republish -- --table NAME --topic ARN --cell 42 --from 2026-11-23T09:00:00+07:00 --to 2026-11-23T10:00:00+07:00 [--dry-run]';

/** @throws with one line per fault, and the usage */
export const readOrder = (args: readonly string[]): Order => {
  const text = { type: 'string' } as const;
  const options = { table: text, topic: text, cell: text, from: text, to: text, 'dry-run': { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: true });
  const read = Order.safeParse(values);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`);
  throw new Error([...faults, USAGE].join('\n'));
};
