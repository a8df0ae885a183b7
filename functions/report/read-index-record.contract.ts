import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { IndexRecord } from './index-record.ts';
import { NationalPayload } from './national-payload.ts';

export const readIndexRecordContract = httpContract({
  operation: 'readIndexRecord',
  summary: 'Read the raw record of a dossier for the national index',
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description:
        'The raw fields, and those of them that the national synchronisation knows, under its names. What is not known is absent; nothing personal is in it, nor a complaint about the reader.',
      schema: z.object({ record: IndexRecord, payload: NationalPayload }),
    },
  },
  problems: ['role-missing', 'dossier-not-found'],
});
