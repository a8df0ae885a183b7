import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { IndexRecord } from './index-fields.ts';
import { NationalAbsence } from './national-absence.ts';
import { NationalPayload, NationalProgress } from './national-fields.ts';

export const readIndexRecordContract = httpContract({
  operation: 'readIndexRecord',
  summary: 'Read the raw record of a dossier for the national index',
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description:
        'The raw fields, where what is not known is absent; and every field of the national synchronisation of a dossier and its progress, where it is null, with the reason in `absent`. Nothing personal is in it, nor a complaint about the reader.',
      schema: z.object({
        record: IndexRecord,
        payload: NationalPayload,
        progress: z.array(NationalProgress),
        absent: z.array(NationalAbsence),
      }),
    },
  },
  problems: ['role-missing', 'dossier-not-found'],
});
