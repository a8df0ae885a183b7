import { localDay } from '../calendar/local-time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** Issues the code of a dossier for the office that decides it; `at` gives the date in it. */
export type CodeIssuer = (office: string, at: Date) => Promise<string>;

/** Who issues the codes of a procedure; the catalogue names one. */
export type CodeIssuers = Readonly<Partial<Record<Procedure['codeIssuer'], CodeIssuer>>>;

const MOST = 999_999;

/**
 * The Ministry's codes, `G01.ppp.uuu-YYMMDD-NNNNNN`, issued here in its place: one running number per office and local day.
 * A number whose submission then fails is never given again.
 */
export const ministryCodes =
  (ledger: Pick<Ledger, 'nextNumber'>): CodeIssuer =>
  async (office, at) => {
    const day = localDay(at).slice(2).replaceAll('-', '');
    const number = await ledger.nextNumber(`CODE#${office}#${day}`);
    if (number > MOST) throw new Error(`office ${office} has no code left on ${day}`);
    return `${office}-${day}-${String(number).padStart(6, '0')}`;
  };
