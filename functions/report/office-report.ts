import * as z from 'zod';
import { Month } from './counted.ts';
import type { Counts } from './counts.ts';

const count = z.int();

/** One row of form II.06: what an office received, solved and still has of one procedure, or of all. */
export const ReportFigures = z.object({
  received: z.object({
    total: count.describe('In the period and carried over'),
    inPeriod: z.object({ total: count, online: count, direct: count, post: count }),
    carriedOver: count.describe('Received before the period and unsolved at its beginning'),
  }),
  solved: z.object({ total: count, early: count, onTime: count, late: count }),
  pending: z.object({ total: count, withinLimit: count, overdue: count }).describe('At the end of the period, or now'),
});
export type ReportFigures = z.infer<typeof ReportFigures>;

/** The table of form II.06 (Circular 01/2020/TT-VPCP) for one office and a period of months. */
export const OfficeReport = z.object({
  office: z.string(),
  from: Month,
  to: Month,
  rows: z.array(
    ReportFigures.extend({
      procedure: z.string(),
      name: z.object({ vi: z.string(), en: z.string() }).optional(),
      agency: z.string().optional(),
    }),
  ),
  total: ReportFigures,
});
export type OfficeReport = z.infer<typeof OfficeReport>;

/** A period of months, both inclusive. `YYYY-MM` sorts as text. */
export type Period = { readonly from: string; readonly to: string };

/** A due time that passed and that the sweep has not written into the history yet. */
export type Untold = { readonly procedure: string; readonly month: string };

const received = ({ online, direct, post }: Counts): number => online + direct + post;
const solved = ({ early, onTime, late }: Counts): number => early + onTime + late;
const sum = (counts: readonly Counts[], value: (one: Counts) => number): number => counts.reduce((total, one) => total + value(one), 0);

/** The figures of some counters. `counts` hold everything from the beginning up to the end of the period. */
const figuresOf = (counts: readonly Counts[], { from, to }: Period, untold: readonly Untold[]): ReportFigures => {
  const before = counts.filter(({ month }) => month < from);
  const within = counts.filter(({ month }) => month >= from && month <= to);
  const carriedOver = sum(before, received) - sum(before, solved);
  const inPeriod = sum(within, received);
  const done = sum(within, solved);
  const pending = carriedOver + inPeriod - done;
  // Every dossier that was solved late had lapsed before: what is left of those is still here.
  const lapsed = [...before, ...within];
  const overdue = sum(lapsed, ({ lapsed: passed, late }) => passed - late) + untold.filter(({ month }) => month <= to).length;
  return {
    received: {
      total: carriedOver + inPeriod,
      inPeriod: {
        total: inPeriod,
        online: sum(within, ({ online }) => online),
        direct: sum(within, ({ direct }) => direct),
        post: sum(within, ({ post }) => post),
      },
      carriedOver,
    },
    solved: {
      total: done,
      early: sum(within, ({ early }) => early),
      onTime: sum(within, ({ onTime }) => onTime),
      late: sum(within, ({ late }) => late),
    },
    pending: { total: pending, withinLimit: pending - overdue, overdue },
  };
};

/** Form II.06 from an office's counters: one row per procedure that it ever had, and their sum. */
export const officeReport = (
  counts: readonly Counts[],
  period: Period,
  untold: readonly Untold[],
): Pick<OfficeReport, 'total'> & { readonly rows: readonly (ReportFigures & { readonly procedure: string })[] } => {
  const procedures = [...new Set([...counts, ...untold].map(({ procedure }) => procedure))].sort();
  return {
    rows: procedures.map((procedure) => ({
      procedure,
      ...figuresOf(
        counts.filter((one) => one.procedure === procedure),
        period,
        untold.filter((one) => one.procedure === procedure),
      ),
    })),
    total: figuresOf(counts, period, untold),
  };
};
