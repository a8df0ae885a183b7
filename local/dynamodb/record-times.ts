import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { VirtualClock } from '../clock.ts';

/** A stream forgets a record 24 hours after its write. */
export const STREAM_RETENTION_MS = 24 * 3_600_000;

/**
 * Tells at which virtual time the engine, which knows only the machine's, wrote something. It remembers how far the clock was
 * ahead when; what was written before it began to remember is taken with the offset that it began with.
 */
type RecordTimes = {
  /** @param machineSeconds epoch seconds by the machine. @returns epoch milliseconds by the clock, never later than now */
  virtual(machineSeconds: number): number;
  stop(): void;
};

/** From the machine's time `since` on, epoch milliseconds, the clock was ahead by `offset`. */
const Offset = z.object({ since: z.number(), offset: z.number() });
type Offset = z.infer<typeof Offset>;

const recall = (file: string | undefined): readonly Offset[] =>
  file !== undefined && existsSync(file) ? z.array(Offset).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];

/** Without those that only concern what a stream has forgotten; the first that is left stands for them all. */
const needed = (offsets: readonly Offset[], now: number): Offset[] => {
  const ended = ({ offset }: Offset, index: number) => (offsets[index + 1]?.since ?? now - offset) + offset;
  const first = offsets.findIndex((one, index) => ended(one, index) >= now - STREAM_RETENTION_MS);
  const kept = offsets.slice(Math.max(0, first - 1));
  return kept.map((one, index) => (index === 0 ? { ...one, since: 0 } : one));
};

/** @param file where the offsets survive a restart; without it they do not */
export const createRecordTimes = (clock: VirtualClock, file?: string): RecordTimes => {
  const machineNow = () => clock.now() - clock.offset;
  let offsets = [...recall(file)];
  const note = (since: number) => {
    offsets = needed([...offsets, { since, offset: clock.offset }], clock.now());
    if (file === undefined) return;
    writeFileSync(`${file}.new`, JSON.stringify(offsets));
    renameSync(`${file}.new`, file);
  };
  if (offsets.at(-1)?.offset !== clock.offset) note(offsets.length === 0 ? 0 : machineNow());
  const stop = clock.onAdvance(() => note(machineNow()));
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
