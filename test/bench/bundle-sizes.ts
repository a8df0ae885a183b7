import { bundleAll } from './bundle-sizes-measure.ts';
import { type Part, row } from './part.ts';

/** Against the size that the page had: what changed since it was written. */
const change = (now: number, before: number | undefined): string => {
  if (before === undefined) return 'new';
  const difference = now - before;
  return Math.abs(difference) < 0.1 ? '' : `${difference > 0 ? '+' : '−'}${Math.abs(difference).toFixed(1)}`;
};

export const part: Part = {
  title: 'Bundle sizes',
  explanation: `Minified ES module of each function as deployed, gzip, in kB of 1,024 bytes; the note is the change since this section was last
written. Ceilings: 120 kB for functions that answer HTTP, 160 kB for those that sign for S3 or that nobody waits for. \`npm test\` holds them.`,
  measure: async ({ before }) =>
    bundleAll()
      .toSorted((left, right) => right.gzipKb - left.gzipKb)
      .map(({ name, gzipKb, ceilingKb }) =>
        row({ what: name, measured: gzipKb, budget: ceilingKb, unit: 'kB', note: change(gzipKb, before(name)) }),
      ),
};
