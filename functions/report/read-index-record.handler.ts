import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { nationalAbsences } from './national-absence.ts';
import { nationalPayload } from './national-payload.ts';
import { nationalProgress } from './national-progress.ts';
import { readIndexRecordContract } from './read-index-record.contract.ts';
import { type ReadIndexRecordDeps, readIndexRecord } from './read-index-record.ts';

/** GET /staff/dossiers/{dossierId}/index-record */
export const createHandler = (deps: ReadIndexRecordDeps & HttpDeps) => {
  const read = readIndexRecord(deps);

  return httpHandler(readIndexRecordContract, deps, async ({ caller, path: { dossierId } }) => {
    const outcome = await read(caller, dossierId);
    if (outcome.kind === 'not-found') return problem('dossier-not-found');
    const payload = nationalPayload(outcome.record);
    const progress = nationalProgress(outcome.record);
    return ok({ record: outcome.record, payload, progress, absent: nationalAbsences(payload, progress) });
  });
};
