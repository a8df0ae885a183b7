import * as z from 'zod';
import { dossierStates } from '../ledger/dossier-state.ts';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { OutsideCode } from '../procedure/dossier-code-format.ts';
import { Channel } from '../procedure/procedure.ts';
import { FiledOffices } from './file-dossier.contract.ts';
import { People } from './people.ts';

const Stamp = z.iso.datetime({ offset: true });

export const importDossierContract = httpContract({
  operation: 'importDossier',
  summary: 'Take over a dossier that another system has begun, with its code and its own stamps',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.strictObject({
    source: z
      .string()
      .regex(/^[A-Za-z0-9][\w.-]{1,31}$/)
      .describe('The system that it comes from'),
    code: OutsideCode.describe('Its dossier code, which it keeps'),
    procedure: z
      .string()
      .regex(/^[a-z][a-z-]{1,63}$/)
      .describe('Id of a procedure of the catalogue'),
    form: z.record(z.string(), z.unknown()).describe("The procedure's form; its JSON Schema is part of the procedure"),
    ...People,
    kenhThucHien: z
      .union([z.literal(1), z.literal(2), z.literal(3)])
      .nullable()
      .describe('The channel as the national payload tells it: 1 or null directly, 2 online, 3 by public post'),
    receivingOffice: z.string().max(32).optional().describe('The one-stop that took it in; without it the office that decides'),
    status: z
      .union([z.literal(1), z.literal(4), z.literal(6)])
      .describe("The portal's number of its state: 1 unanswered, 4 with its agencies, 6 with its fee due"),
    submittedAt: Stamp,
    arrivedAt: Stamp.optional().describe('Of a letter: when it arrived'),
    acceptedAt: Stamp.optional(),
    dueAt: Stamp.optional().describe('The appointment that was set; the clock goes on to it'),
  }),
  answers: {
    201: {
      description: 'The dossier as it goes on here, also for a repeat of the request.',
      schema: FiledOffices.extend({
        dossierId: DossierId,
        code: z.string(),
        procedure: z.string(),
        channel: Channel,
        state: z.enum(dossierStates),
        status: z.int().min(0).max(10),
        submittedAt: Instant,
        acceptedAt: Instant.optional(),
        dueAt: Instant.optional(),
        amountDue: z.int().nonnegative().describe('Whole đồng still to pay'),
      }),
    },
  },
  problems: [
    'role-missing',
    'procedure-not-found',
    'not-filed-here',
    'code-taken',
    'fee-unknown',
    'time-limit-unknown',
    'calendar-missing',
    'idempotency-key-reused',
    'dossier-busy',
  ],
});
