import * as z from 'zod';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { httpContract } from '../platform/http-contract.ts';
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
  }),
  answers: {
    201: {
      description: 'The draft, also for a repeat of the request. Documents that are listed must be uploaded before submission.',
      schema: DossierHead.extend({ office: z.string(), documents: z.array(DossierDocument) }),
    },
  },
  problems: ['procedure-not-found', 'idempotency-key-reused', 'dossier-busy'],
});
