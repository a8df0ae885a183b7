import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { nationalPayload } from './national-payload.ts';
import { readIndexRecordContract } from './read-index-record.contract.ts';
import { type ReadIndexRecordDeps, readIndexRecord } from './read-index-record.ts';

/** GET /staff/dossiers/{dossierId}/index-record */
export const createHandler = (deps: ReadIndexRecordDeps & HttpDeps) => {
  const read = readIndexRecord(deps);

  return httpHandler(readIndexRecordContract, deps, async ({ caller, path: { dossierId } }) => {
    const outcome = await read(caller, dossierId);
    if (outcome.kind === 'not-found') return problem('dossier-not-found');
    return ok({ record: outcome.record, payload: nationalPayload(outcome.record) });
  });
};
