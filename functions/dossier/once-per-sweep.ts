import type { Downtimes } from '../downtime/downtime.ts';

/**
 * Downtimes that one sweep reads once, not for every dossier: what was certified while it runs, the next one knows. A dossier that was
 * accepted earlier than all before it has them read again, from its acceptance on.
 */
export const oncePerSweep = (downtimes: Pick<Downtimes, 'endedAfter'>): Pick<Downtimes, 'endedAfter'> => {
  let known: { readonly since: Date; readonly found: ReturnType<Downtimes['endedAfter']> } | undefined;
  return {
    endedAfter: async (moment) => {
      if (!known || moment < known.since) known = { since: moment, found: downtimes.endedAfter(moment) };
      const { found } = known;
      try {
        return (await found).filter(({ to }) => new Date(to) > moment);
      } catch (error) {
        known = undefined;
        throw error;
      }
    },
  };
};
