import * as z from 'zod';
import { PageQuery } from '../ledger/cursor.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DossierHead, DossierTimes } from './dossier-view.ts';

export const listOwnDossiersContract = httpContract({
  operation: 'listOwnDossiers',
  summary: 'List the own dossiers, newest first',
  query: PageQuery,
  answers: {
    200: {
      description: 'One page; `cursor` is there when more follow.',
      schema: z.object({ dossiers: z.array(DossierHead.extend(DossierTimes.shape)), cursor: z.string().optional() }),
    },
  },
  problems: [],
});
