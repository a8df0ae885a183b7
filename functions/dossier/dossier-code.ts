import { localDay } from '../calendar/local-time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { provinceCodeOf } from '../procedure/offices.ts';
import type { Procedure } from '../procedure/procedure.ts';

/**
 * Issues the code of a dossier for the office that decides it; `at` gives the local date in it. Undefined when the agency's part of the
 * code is not known: then none is made up.
 */
export type CodeIssuer = (office: string, at: Date) => Promise<string | undefined>;

/** Who issues codes here. Those of the national portal come with the filing, and are kept. */
export type CodeIssuers = Readonly<Partial<Record<Exclude<Procedure['codeIssuer'], 'NPSP'>, CodeIssuer>>>;

/**
 * `<agency>-YYMMDD-<running number>`: one sequence per agency and local day in Viet Nam, from 1, drawn before the step that uses it. A
 * number whose step is then not written is never given again (void-code.ts).
 * @throws when the numbers of a day are used up
 */
const runningCodes =
  (ledger: Pick<Ledger, 'nextNumber'>, width: number, agencyOf: (office: string) => string | undefined): CodeIssuer =>
  async (office, at) => {
    const agency = agencyOf(office);
    if (agency === undefined) return undefined;
    const day = localDay(at).slice(2).replaceAll('-', '');
    const number = await ledger.nextNumber(`CODE#${agency}#${day}`);
    if (number >= 10 ** width) throw new Error(`${agency} has no code left on ${day}`);
    return `${agency}-${day}-${String(number).padStart(width, '0')}`;
  };

/** The Ministry's codes, `G01.ppp.uuu-YYMMDD-NNNNNN`, issued here in its place. */
const ministryCodes = (ledger: Pick<Ledger, 'nextNumber'>): CodeIssuer => runningCodes(ledger, 6, (office) => office);

/** The province's codes, `H27.90.001-YYMMDD-NNNN`, with the agency's code out of the catalogue. */
const provinceCodes = (ledger: Pick<Ledger, 'nextNumber'>): CodeIssuer => runningCodes(ledger, 4, provinceCodeOf);

/** The issuers of a cell. */
export const codeIssuersOf = (ledger: Pick<Ledger, 'nextNumber'>) =>
  ({ MINISTRY: ministryCodes(ledger), PROVINCE: provinceCodes(ledger) }) as const satisfies CodeIssuers;
