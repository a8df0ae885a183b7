import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { readTrackingBookContract } from './read-tracking-book.contract.ts';
import { type ReadTrackingBookDeps, readTrackingBook } from './read-tracking-book.ts';

/** GET /staff/tracking-book */
export const createHandler = (deps: ReadTrackingBookDeps & HttpDeps) => {
  const read = readTrackingBook(deps);

  return httpHandler(readTrackingBookContract, deps, async ({ caller, query: { office, day, cursor } }) => {
    const outcome = await read({ caller, office, day, cursor });
    return outcome.kind === 'found' ? ok(outcome.page) : problem('office-not-found');
  });
};
