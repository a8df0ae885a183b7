import type { Ids } from '../../../functions/platform/ids.ts';
import type { Copy, Patterns } from './stocked-engine.ts';

/** Citizens whose dossiers the operations change, and read. */
export const FILER = '042190000024';
export const READER = '042190000032';
/** Number of the commune in which the operations change dossiers: not the one whose inbox is measured. */
export const WORK_OFFICE = 2;
const READ_OFFICE = 3;
const OWN_DOSSIERS = 5;
const DUE_PER_SWEEP = 4;
const HOUR_MS = 3_600_000;
/** The first hour that is swept: long before the deadlines of the stock. */
const FIRST_SWEEP = Date.parse('2026-03-02T02:00:00.000Z');

/** What the operations find: ids of dossiers prepared for them, at every size of the stock the same. */
export type WorkPlan = {
  readonly drafts: readonly string[];
  readonly decidable: readonly string[];
  /** Dossiers of the citizen who reads: the first one is read, all are listed. */
  readonly own: readonly string[];
  /** One sweep an hour: when, and the dossiers whose deadline has passed by then. */
  readonly sweeps: readonly { readonly at: string; readonly due: readonly string[] }[];
};

export type WorkOptions = {
  readonly ids: Pick<Ids, 'ulid'>;
  readonly patterns: Patterns;
  /** How often each operation will be done. */
  readonly times: number;
};

/** Plans the dossiers that the operations work on beside the stock. Serial numbers count down from the top, out of the stock's way. */
export const planWork = async ({ ids, patterns, times }: WorkOptions): Promise<{ plan: WorkPlan; copies: Copy[] }> => {
  const [filer, reader] = [await patterns.ownerKeyOf(FILER), await patterns.ownerKeyOf(READER)];
  const copies: Copy[] = [];
  const copy = (stage: Copy['stage'], ownerKey: string, office: number, ageMs = 0): string => {
    const dossierId = ids.ulid();
    copies.push({ stage, dossierId, ownerKey, office, ageMs, serial: 999_999 - copies.length });
    return dossierId;
  };
  const many = (count: number, make: (index: number) => string): string[] => Array.from({ length: count }, (_, index) => make(index));
  const sweepAt = (index: number): number => FIRST_SWEEP + index * HOUR_MS + HOUR_MS / 2;
  const dueAge = (index: number): number => Date.parse(patterns.deadline) - (sweepAt(index) - 10 * 60_000);
  return {
    plan: {
      drafts: many(times, () => copy('draft', filer, WORK_OFFICE)),
      decidable: many(times, () => copy('decidable', filer, WORK_OFFICE)),
      own: many(OWN_DOSSIERS, () => copy('returned', reader, READ_OFFICE)),
      sweeps: Array.from({ length: times }, (_, index) => ({
        at: new Date(sweepAt(index)).toISOString(),
        due: many(DUE_PER_SWEEP, () => copy('payment-requested', filer, READ_OFFICE, dueAge(index))),
      })),
    },
    copies,
  };
};
