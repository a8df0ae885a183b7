import { localDay } from '../calendar/local-time.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * The receipt's number for one notification: `<cell>-<year>E-<7 digits>`, running per cell and local year. Drawn at most once,
 * however often the step is decided anew; a number whose step is then not written is never given again, and `npm run verify` remarks on
 * the gap.
 */
export const receiptNumbers = (ledger: Pick<Ledger, 'nextNumber'>, cell: string): ((at: Date) => Promise<string>) => {
  let drawn: Promise<string> | undefined;
  const draw = async (at: Date): Promise<string> => {
    const year = localDay(at).slice(2, 4);
    const number = await ledger.nextNumber(`RECEIPT#${cell}#${year}`);
    return `${cell}-${year}E-${String(number).padStart(7, '0')}`;
  };
  return (at) => {
    drawn ??= draw(at);
    return drawn;
  };
};
