import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { Procedure } from './procedure.ts';

export const ProcedureSummary = Procedure.pick({
  id: true,
  version: true,
  name: true,
  portalCodes: true,
  agency: true,
  identityLevel: true,
  timeLimit: true,
});

export const listProceduresContract = httpContract({
  operation: 'listProcedures',
  summary: 'List the procedures that can be filed here',
  answers: {
    200: { description: 'The newest version of every procedure.', schema: z.object({ procedures: z.array(ProcedureSummary) }) },
  },
  problems: [],
});
