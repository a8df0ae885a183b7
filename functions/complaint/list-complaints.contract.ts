import * as z from 'zod';
import { PageQuery } from '../ledger/cursor.ts';
import { httpContract } from '../platform/http-contract.ts';
import { OfficeCode } from '../procedure/office-code.ts';
import { HandledHead } from './complaint-view.ts';

export const listComplaintsContract = httpContract({
  operation: 'listComplaints',
  summary: 'List the complaints that wait for the handlers of an office, the earliest limit first',
  query: PageQuery.extend({
    office: OfficeCode,
    overdue: z.enum(['true', 'false']).optional().describe('`true`: only those of which a limit has passed'),
  }),
  answers: {
    200: {
      description: 'One page; `cursor` is there when more follow. A complaint about the caller is not in it.',
      schema: z.object({ complaints: z.array(HandledHead), cursor: z.string().optional() }),
    },
  },
  problems: ['role-missing', 'office-not-found'],
});
