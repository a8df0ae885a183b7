import * as z from 'zod';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DowntimeId } from './downtime.ts';

/** A time with an offset, stored in UTC. */
const Moment = z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString());
const Corrected = z.strictObject({ id: DowntimeId, to: Moment.describe('The end of the downtime as the list shows it') });
const why = {
  reason: z.string().trim().min(10).max(1000).describe('What could not be used and why; no names'),
  legalBasis: z.string().trim().min(3).max(200).describe('The legal act and article, or the record of the incident'),
};

export const certifyDowntimeContract = httpContract({
  operation: 'certifyDowntime',
  summary: 'Certify, as a leader of the office that runs the cell, a time in which it could not be used; correct one, or withdraw one',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.union([
    z
      .strictObject({ from: Moment, to: Moment, ...why, supersedes: Corrected.optional().describe('The one that this corrects') })
      .refine(({ from, to }) => from < to, { message: 'must lie after from', path: ['to'] }),
    z.strictObject({ supersedes: Corrected.describe('The one that is withdrawn'), ...why }),
  ]),
  answers: {
    201: {
      description: 'The entry, also for a repeat of the request; of a withdrawal, the entry that was withdrawn.',
      schema: z.object({ id: DowntimeId }),
    },
  },
  problems: ['role-missing', 'downtime-not-found', 'downtime-superseded', 'downtime-overlaps', 'idempotency-key-reused', 'dossier-busy'],
});
