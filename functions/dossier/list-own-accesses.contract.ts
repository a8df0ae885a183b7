import * as z from 'zod';
import { Access } from '../ledger/access.ts';
import { PageQuery } from '../ledger/cursor.ts';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';

export const listOwnAccessesContract = httpContract({
  operation: 'listOwnAccesses',
  summary: 'List who read the personal data of an own dossier',
  path: z.object({ dossierId: DossierId }),
  query: PageQuery,
  answers: {
    200: {
      description: 'One page of the reads by officers and agencies, oldest first; `cursor` is there when more follow.',
      schema: z.object({ accesses: z.array(Access.omit({ dossierId: true })), cursor: z.string().optional() }),
    },
  },
  problems: ['dossier-not-found'],
});
