import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { Procedure } from './procedure.ts';

export const readProcedureContract = httpContract({
  operation: 'readProcedure',
  summary: 'Read a procedure: its form as a JSON Schema, documents, fees, time limit and law',
  path: z.object({ procedure: z.string().min(1).max(64) }),
  answers: {
    200: {
      description: 'The newest version. Values carry their source and how sure it is; `OK` means own knowledge, to be confirmed.',
      schema: Procedure,
    },
  },
  problems: ['procedure-not-found'],
});
