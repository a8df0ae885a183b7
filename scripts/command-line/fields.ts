import * as z from 'zod';
import { DossierId } from '../../functions/ledger/meta.ts';

const text = (error: string) => z.string({ error: 'is missing' }).regex(/\S/, error);

/** Values that several commands take, with the words for a wrong one. */
export const fields = {
  table: text('must be the name of a table'),
  queue: text('must be the name or URL of a queue'),
  machine: z
    .string({ error: 'is missing' })
    .regex(/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/, 'must be the ARN of a state machine'),
  dossier: DossierId.describe('a ULID'),
  count: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1 on')
    .transform(Number),
  time: z.iso.datetime({ offset: true, error: 'must be a time like 2026-11-23T09:00:00+07:00' }).transform((text) => new Date(text)),
  flag: z.boolean().default(false),
};
