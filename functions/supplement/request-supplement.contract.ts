import * as z from 'zod';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import { SupplementStage } from '../ledger/supplement.ts';
import { httpContract } from '../platform/http-contract.ts';

/** Most things that one request asks for. */
const MOST_ITEMS = 30;

const DocumentCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,31}$/, 'must be a document code');
const LegalBasis = z.string().trim().min(3).max(200).describe('The legal act and article');

const Item = z.strictObject({
  document: DocumentCode.optional().describe('A document of the procedure; left out for anything else, which then gets a code of its own'),
  what: z.string().trim().min(3).max(500).describe('What is missing, in words that the applicant understands'),
});

const isAskedOnce = (items: readonly z.infer<typeof Item>[]): boolean => {
  const codes = items.flatMap(({ document }) => document ?? []);
  return new Set(codes).size === codes.length;
};

export const requestSupplementContract = httpContract({
  operation: 'requestSupplement',
  summary: "Ask the applicant to complete a dossier of the caller's office (form 02)",
  path: z.object({ dossierId: DossierId }),
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z
    .strictObject({
      items: z.array(Item).max(MOST_ITEMS).refine(isAskedOnce, 'must name a document once').describe('Everything that is missing, at once'),
      form: z.literal(true).optional().describe('The form is to be corrected'),
      reason: z.string().trim().min(10).max(1000).describe('In words that the applicant understands'),
      legalBasis: LegalBasis,
      answerBy: z.iso
        .datetime({ offset: true })
        .describe('Until when the applicant may answer: in working time of the office, and not before the least time of the procedure'),
      override: z
        .strictObject({ legalBasis: LegalBasis })
        .optional()
        .describe('Only of a leader, who approves it by that, and only to ask more often than the procedure allows in this stage'),
    })
    .refine(({ items, form }) => items.length > 0 || form, {
      path: ['items'],
      message: 'must not be empty unless the form is to be corrected',
    }),
  answers: {
    201: {
      description: 'The request, also for a repeat with the same key. The applicant uploads what has a code in `documents`.',
      schema: z.object({
        dossierId: DossierId,
        n: z.int().positive(),
        stage: SupplementStage,
        askedAt: Instant,
        answerBy: Instant,
        documents: z.array(z.string()).describe('In the order of the items'),
        form: z.literal(true).optional(),
      }),
    },
  },
  problems: [
    'role-missing',
    'dossier-not-found',
    'dossier-wrong-state',
    'dossier-decided',
    'supplement-open',
    'supplement-limit',
    'supplement-time-short',
    'document-not-needed',
    'outside-calendar',
    'idempotency-key-reused',
    'calendar-missing',
    'dossier-busy',
  ],
});
