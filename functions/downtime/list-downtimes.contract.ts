import * as z from 'zod';
import { PageQuery } from '../ledger/cursor.ts';
import { httpContract } from '../platform/http-contract.ts';
import { Downtime, Superseded } from './downtime.ts';

export const listDowntimesContract = httpContract({
  operation: 'listDowntimes',
  summary: "List the cell's certified downtimes, the one that ended last first",
  query: PageQuery,
  answers: {
    200: {
      description: 'One page; `cursor` is there when more follow. One that was corrected or withdrawn says so in `superseded`.',
      schema: z.object({ downtimes: z.array(Downtime.extend({ superseded: Superseded.optional() })), cursor: z.string().optional() }),
    },
  },
  problems: ['role-missing'],
});
