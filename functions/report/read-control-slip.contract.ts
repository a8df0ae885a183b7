import * as z from 'zod';
import { ControlSlip } from '../ledger/control-slip.ts';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';

export const readControlSlipContract = httpContract({
  operation: 'readControlSlip',
  summary: 'Read the process control slip of a dossier: every hand-over, and whether its step was in time',
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: { description: 'One row per hand-over, oldest first; rows are only ever added.', schema: ControlSlip },
  },
  problems: ['role-missing', 'dossier-not-found'],
});
