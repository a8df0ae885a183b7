import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { ResultPayload } from './result.ts';

export const readOwnResultContract = httpContract({
  operation: 'readOwnResult',
  summary: 'Read the signed result of an own dossier',
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description: 'The result. `jws` is what is signed (JWS compact, ES256; keys at /public/jwks.json), `payload` the same to read.',
      schema: z.object({ jws: z.string(), payload: ResultPayload }),
    },
  },
  problems: ['dossier-not-found', 'result-not-found'],
});
