import { localDay } from '../calendar/local-time.ts';
import { codePointerKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { provinceCodeOf } from '../procedure/offices.ts';
import type { Procedure } from '../procedure/procedure.ts';

export type IssuedCode =
  | { readonly kind: 'issued'; readonly code: string }
  /** The agency's part of the code is not known: then none is made up. */
  | { readonly kind: 'agency-unknown' }
  /** Every number of the agency's local day (YYYY-MM-DD) is given. */
  | { readonly kind: 'used-up'; readonly day: string };

/**
 * Issues the code of a dossier for the office that decides it; `at` gives the local date in it. `taken` is the code that it issued last,
 * if a dossier was found under it: then it goes on after all that follow it and are taken as well.
 */
export type CodeIssuer = (office: string, at: Date, taken?: string) => Promise<IssuedCode>;

/** Who issues codes here. Those of the national portal come with the filing, and are kept. */
export type CodeIssuers = Readonly<Partial<Record<Exclude<Procedure['codeIssuer'], 'NPSP'>, CodeIssuer>>>;

export type CodeLedger = Pick<Ledger, 'nextNumber' | 'passNumber' | 'readItems'>;

/** Codes that are looked up at once, and how often: a submission gets past 2,000 taken codes, the next one past as many again. */
const BLOCK = 100;
const MOST_BLOCKS = 20;

/** A sequence of codes, with its counter: one of an agency and a local day. */
type Series = { readonly counter: string; readonly last: number; codeOf(n: number): string };

/** The last of the codes that follow number `n` without a gap and are taken; `n` where the next one is free. */
const lastTaken = async (ledger: CodeLedger, { codeOf, last }: Series, n: number): Promise<number> => {
  let reached = n;
  for (let block = 0; block < MOST_BLOCKS && reached < last; block += 1) {
    const from = reached + 1;
    const numbers = Array.from({ length: Math.min(BLOCK, last - reached) }, (_, index) => from + index);
    const pointers = await ledger.readItems(numbers.map((number) => codePointerKey(codeOf(number))));
    const free = pointers.indexOf(undefined);
    if (free >= 0) return reached + free;
    reached += numbers.length;
  }
  return reached;
};

/**
 * `<agency>-YYMMDD-<running number>`: one sequence per agency and local day in Viet Nam, from 1, drawn before the step that uses it. A
 * number whose step is then not written is never given again (void-code.ts). Numbers that another system has given, and whose dossiers
 * were imported, are passed over.
 */
const runningCodes =
  (ledger: CodeLedger, width: number, agencyOf: (office: string) => string | undefined): CodeIssuer =>
  async (office, at, taken) => {
    const agency = agencyOf(office);
    if (agency === undefined) return { kind: 'agency-unknown' };
    const day = localDay(at);
    const short = day.slice(2).replaceAll('-', '');
    const series: Series = {
      counter: `CODE#${agency}#${short}`,
      last: 10 ** width - 1,
      codeOf: (n) => `${agency}-${short}-${String(n).padStart(width, '0')}`,
    };
    const before = Number(taken?.split('-').at(-1));
    // Over midnight the code that was found taken is one of another sequence.
    if (taken === series.codeOf(before)) await ledger.passNumber(series.counter, await lastTaken(ledger, series, before));
    const number = await ledger.nextNumber(series.counter);
    return number > series.last ? { kind: 'used-up', day } : { kind: 'issued', code: series.codeOf(number) };
  };

/** The Ministry's codes, `G01.ppp.uuu-YYMMDD-NNNNNN`, issued here in its place. */
const ministryCodes = (ledger: CodeLedger): CodeIssuer => runningCodes(ledger, 6, (office) => office);

/** The province's codes, `H27.90.001-YYMMDD-NNNN`, with the agency's code out of the catalogue. */
const provinceCodes = (ledger: CodeLedger): CodeIssuer => runningCodes(ledger, 4, provinceCodeOf);

/** The issuers of a cell. */
export const codeIssuersOf = (ledger: CodeLedger) =>
  ({ MINISTRY: ministryCodes(ledger), PROVINCE: provinceCodes(ledger) }) as const satisfies CodeIssuers;
