import * as z from 'zod';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { httpContract } from '../platform/http-contract.ts';
import { OutsideCode } from '../procedure/dossier-code-format.ts';
import { DossierDocument, DossierHead } from './dossier-view.ts';

export const openDraftContract = httpContract({
  operation: 'openDraft',
  summary: 'Open a dossier as a draft',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.strictObject({
    procedure: z
      .string()
      .regex(/^[a-z][a-z-]{1,63}$/)
      .describe('Id of a procedure of the catalogue'),
    form: z.record(z.string(), z.unknown()).describe("The procedure's form; its JSON Schema is part of the procedure"),
    kiosk: z.string().max(32).optional().describe('Id of the kiosk at which the citizen files; without it the filing is online'),
    code: OutsideCode.optional().describe('The code that the national portal gave, for procedures whose codes it issues'),
    delivery: z.enum(['ONLINE', 'COUNTER', 'POST']).optional().describe('How the result is to reach the person; online without it'),
  }),
  answers: {
    201: {
      description: 'The draft, also for a repeat of the request. Documents that are listed must be uploaded before submission.',
      schema: DossierHead.extend({ office: z.string(), documents: z.array(DossierDocument) }),
    },
  },
  problems: ['procedure-not-found', 'wrong-channel', 'fee-unknown', 'idempotency-key-reused', 'dossier-busy'],
});
