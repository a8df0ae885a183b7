import type { VirtualClock } from '../clock.ts';

/**
 * Tells at which virtual time the engine, which knows only the machine's, wrote something. It remembers how far the clock was
 * ahead when; what was written before this run began is taken with the offset that the run began with.
 */
type RecordTimes = {
  /** @param machineSeconds epoch seconds by the machine. @returns epoch milliseconds by the clock, never later than now */
  virtual(machineSeconds: number): number;
  stop(): void;
};

export const createRecordTimes = (clock: VirtualClock): RecordTimes => {
  const machineNow = () => clock.now() - clock.offset;
  const offsets = [{ since: Number.NEGATIVE_INFINITY, offset: clock.offset }];
  const stop = clock.onAdvance(() => void offsets.push({ since: machineNow(), offset: clock.offset }));
  return {
    virtual(machineSeconds) {
      // The engine gives whole seconds. Within the second of a jump, a record counts as written after it.
      const latest = machineSeconds * 1000 + 999;
      const { offset } = offsets.findLast(({ since }) => since <= latest) ?? { offset: clock.offset };
      return Math.min(machineSeconds * 1000 + offset, clock.now());
    },
    stop: () => void stop(),
  };
};
