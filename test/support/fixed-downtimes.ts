import type { Downtime, Downtimes } from '../../functions/downtime/downtime.ts';

/** Downtimes as the register holds them that were certified at their end, or at `certifiedAt`. */
export const certified = (spans: readonly Pick<Downtime, 'from' | 'to'>[], certifiedAt?: string): readonly Downtime[] =>
  spans.map(({ from, to }) => ({
    ...{ id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', from, to, reason: 'made up', legalBasis: 'made up', by: { kind: 'staff' as const } },
    ...{ office: 'G01.042.001', certifiedAt: certifiedAt ?? to },
  }));

/** Certified downtimes kept in memory; those without a list know none. */
export const fixedDowntimes = (downtimes: readonly Pick<Downtime, 'from' | 'to'>[] = []): Downtimes => ({
  endedAfter: async (moment) => certified(downtimes.filter(({ to }) => new Date(to) > moment)),
});
