import * as z from 'zod';
import { Access } from '../ledger/access.ts';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';

export const listOwnAccessesContract = httpContract({
  operation: 'listOwnAccesses',
  summary: 'List who read the personal data of an own dossier',
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description: 'Every read by an officer or an agency, oldest first.',
      schema: z.object({ accesses: z.array(Access.omit({ dossierId: true })) }),
    },
  },
  problems: ['dossier-not-found'],
});
