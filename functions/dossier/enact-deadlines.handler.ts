import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { scheduledHandler } from '../platform/scheduled.ts';
import { type EnactDeadlinesDeps, enactDeadlines } from './enact-deadlines.ts';

/**
 * Called every minute. Dossiers that could not be moved fail the call after all others were done; so does more work than one call can do,
 * which the next one goes on with: an alarm hears of it when that lasts.
 */
export const createHandler = (deps: EnactDeadlinesDeps & { readonly clock: Clock; readonly log: Log }) => {
  const sweep = enactDeadlines(deps);

  return scheduledHandler('enactDeadlines', deps, async () => {
    const { enacted, failed, cursor, more } = await sweep();
    for (const { dossierId, error } of failed) deps.log('ERROR', 'a deadline was not enacted', { dossierId, error });
    if (failed.length > 0) throw new Error(`${failed.length} deadlines were not enacted`);
    if (more) throw new Error(`${enacted} dossiers were moved in the time of a sweep, and more are due`);
    return { enacted, cursor };
  });
};
