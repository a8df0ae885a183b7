import * as z from 'zod';
import { dossierStates } from '../ledger/dossier-state.ts';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { identityProofs } from '../ledger/identity-proof.ts';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { OutsideCode } from '../procedure/dossier-code-format.ts';
import { Channel } from '../procedure/procedure.ts';
import { People } from './people.ts';

const common = {
  procedure: z
    .string()
    .regex(/^[a-z][a-z-]{1,63}$/)
    .describe('Id of a procedure of the catalogue'),
  form: z.record(z.string(), z.unknown()).describe("The procedure's form; its JSON Schema is part of the procedure"),
  ...People,
  receivingOffice: z
    .string()
    .max(32)
    .optional()
    .describe("The one-stop that takes the dossier in, where the caller's office only helps; without it the caller's office"),
  code: OutsideCode.optional().describe('The code that the national portal gave, for procedures whose codes it issues'),
  delivery: z.enum(['ONLINE', 'COUNTER', 'POST']).optional().describe('How the result is to reach the person; online without it'),
};

/** The offices of a dossier that somebody else than its owner has entered. */
export const FiledOffices = z.object({
  office: z.string().describe('The office that decides'),
  receivedOffice: z.string().describe('The one-stop that takes it in'),
  supportedOffice: z.string().describe('The office whose clerk has entered it'),
});

export const fileDossierContract = httpContract({
  operation: 'fileDossier',
  summary: 'Open a dossier for a person at the counter, or for a letter',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.discriminatedUnion('channel', [
    z.strictObject({
      ...common,
      channel: z.literal('counter'),
      identityVerifiedBy: z.enum(identityProofs).describe('How the officer verified the applicant, who stands there'),
    }),
    z.strictObject({
      ...common,
      channel: z.literal('post'),
      arrivedAt: z.iso.datetime({ offset: true }).describe('When the letter arrived'),
    }),
  ]),
  answers: {
    201: {
      description: 'The draft, also for a repeat of the request. Documents that are listed must be uploaded before submission.',
      schema: FiledOffices.extend({
        dossierId: DossierId,
        procedure: z.string(),
        channel: Channel,
        state: z.enum(dossierStates),
        status: z.int().min(0).max(10),
        documents: z.array(
          z.object({
            code: z.string(),
            kind: z.enum(['DOCUMENT', 'CONSENT']),
            name: z.object({ vi: z.string(), en: z.string() }),
            state: z.enum(['expected', 'uploaded']),
          }),
        ),
      }),
    },
  },
  problems: [
    'role-missing',
    'procedure-not-found',
    'not-filed-here',
    'wrong-channel',
    'fee-unknown',
    'idempotency-key-reused',
    'dossier-busy',
  ],
});
