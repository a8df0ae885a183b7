import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { OfficeCode } from '../procedure/office-code.ts';
import { Month } from './counted.ts';
import { OfficeReport } from './office-report.ts';

export const readOfficeReportContract = httpContract({
  operation: 'readOfficeReport',
  summary: 'Read what an office received, solved and still has: the table of form II.06',
  query: z
    .object({ office: OfficeCode, from: Month.describe('First month of the period'), to: Month.describe('Last month of the period') })
    .refine(({ from, to }) => from <= to, { message: 'must not begin after its end', path: ['from'] }),
  answers: {
    200: {
      description:
        'Counted from the history, a few seconds behind it. Received is what was accepted; solved is what was concluded or stopped after its acceptance. `behind`: due times passed that are not counted as overdue yet.',
      schema: OfficeReport.extend({ asOf: Instant, behind: z.boolean() }),
    },
  },
  problems: ['role-missing', 'office-not-found'],
});
