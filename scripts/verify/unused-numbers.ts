/** The numbers of one kind and year as they were found on dossiers, from 1. */
export type NumberSeries = {
  /** Of what, for example `receipts of cell 42`. */
  readonly of: string;
  readonly year: number;
  /** The last number that is looked at: those behind it may be about to be written. */
  readonly last: number;
  readonly isUsed: (n: number) => boolean;
};

/** Numbers that a remark names; of more it tells how many. */
const NAMED = 5;

/**
 * Remarks on numbers of receipts and decisions that were drawn and that no dossier has. No fault: a number is drawn before its step, and
 * one whose step is then not written is never given again. The register of the year explains it (runbook).
 */
export const unusedNumbers = (series: readonly NumberSeries[]): string[] =>
  series.flatMap(({ of, year, last, isUsed }) => {
    const named: number[] = [];
    let unused = 0;
    for (let n = 1; n <= last; n += 1) {
      if (isUsed(n)) continue;
      unused += 1;
      if (named.length < NAMED) named.push(n);
    }
    const more = unused > named.length ? ` and ${unused - named.length} more` : '';
    return unused > 0 ? [`of the ${of} in ${year} nobody has ${named.join(', ')}${more}: drawn by a step that was not written`] : [];
  });
