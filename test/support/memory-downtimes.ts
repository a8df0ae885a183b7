import type { CertifiedDowntime } from '../../functions/downtime/downtime.ts';
import type { DowntimeRegister } from '../../functions/downtime/downtime-register.ts';
import type { Ledger } from '../../functions/ledger/ledger.ts';

type MemoryDowntimes = DowntimeRegister & {
  /** Runs `act` once, just before the next entry: somebody else comes in between. */
  beforeNextEntry(act: () => Promise<unknown>): void;
};

/** Certified downtimes in memory. The pointers of requests lie in the ledger, as in the table. */
export const memoryDowntimes = (ledger: Pick<Ledger, 'readItem' | 'putItem'>): MemoryDowntimes => {
  let all: CertifiedDowntime[] = [];
  let count = 0;
  let interruption: (() => Promise<unknown>) | undefined;
  return {
    beforeNextEntry: (act) => {
      interruption = act;
    },
    entries: async () => count,
    endedAfter: async (moment) => all.filter(({ to, superseded }) => !superseded && to > moment.toISOString()),
    enter: async ({ downtime, mark, once, entries }) => {
      const act = interruption;
      interruption = undefined;
      await act?.();
      if (await ledger.readItem(once.key)) return 'used';
      if (mark && all.find(({ id }) => id === mark.of.id)?.superseded) return 'superseded';
      if (entries !== count) return 'stale';
      count += 1;
      await ledger.putItem(once.key, once.item);
      all = all.map((one) => (mark && one.id === mark.of.id ? { ...one, superseded: mark.superseded } : one));
      if (downtime) all.push(downtime);
      return 'entered';
    },
    list: async () => ({ downtimes: all.toSorted((one, other) => (one.to < other.to ? 1 : -1)) }),
    read: async (id, to) => all.find((one) => one.id === id && one.to === to),
  };
};
