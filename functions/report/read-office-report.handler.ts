import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { readOfficeReportContract } from './read-office-report.contract.ts';
import { type ReadOfficeReportDeps, readOfficeReport } from './read-office-report.ts';

/** GET /staff/reports/ii-06 */
export const createHandler = (deps: ReadOfficeReportDeps & HttpDeps) => {
  const read = readOfficeReport(deps);

  return httpHandler(readOfficeReportContract, deps, async ({ caller, query: { office, ...period } }) => {
    const outcome = await read(caller, office, period);
    if (outcome.kind === 'office-not-found') return problem('office-not-found');
    const { report, asOf, behind } = outcome;
    return ok({ ...report, asOf, behind });
  });
};
