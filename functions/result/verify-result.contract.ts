import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { ResultCode, ResultPointer } from './result.ts';

const facts = { code: ResultCode, ...ResultPointer.omit({ dossierId: true, revokedAt: true }).shape };

export const verifyResultContract = httpContract({
  operation: 'verifyResult',
  summary: 'Verify a result by the code that it shows',
  path: z.object({ code: z.string().min(1).max(64) }),
  answers: {
    200: {
      description: 'What the cell knows about the code; `unknown` when it never issued one. No personal data.',
      schema: z.discriminatedUnion('status', [
        z.object({ status: z.literal('valid'), ...facts }),
        z.object({ status: z.literal('revoked'), ...facts, revokedAt: ResultPointer.shape.revokedAt.unwrap() }),
        z.object({ status: z.literal('unknown') }),
      ]),
    },
  },
  problems: [],
});
