import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { PublicKey } from './public-key.ts';

export const readKeysContract = httpContract({
  operation: 'readKeys',
  summary: 'Read the keys that verify the results of this cell (JWKS)',
  answers: { 200: { description: 'A JSON Web Key Set.', schema: z.object({ keys: z.array(PublicKey) }) } },
  problems: [],
});
