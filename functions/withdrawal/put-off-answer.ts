import { agencyTime } from '../calendar/agency-time.ts';
import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import { putOff } from '../calendar/working-time.ts';
import { supplementKey } from '../ledger/item-keys.ts';
import type { Ledger, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { StoredSupplement } from '../ledger/supplement.ts';
import { receivingAgency } from '../procedure/offices.ts';

/** Until when the applicant may answer after a refusal, with the record of the request that says so. */
export type PutOffAnswer = { readonly supplement: NonNullable<Meta['supplement']>; readonly writes: NonNullable<Step['writes']> };

/**
 * What a request to withdraw that waited for `waitedMs` makes of the applicant's time to complete the dossier: nobody had to complete what
 * was to be withdrawn, so that this time is his again. From there it runs on to worked time of the office that takes the answer.
 * Undefined where nothing is asked, or it is answered, or no time went by. Read after META. @throws OutsideCalendar
 */
export const putOffAnswer = async (
  { ledger, calendars }: { readonly ledger: Pick<Ledger, 'readItem'>; readonly calendars: Calendars },
  { dossierId, supplement, ...meta }: Meta,
  waitedMs: number,
): Promise<PutOffAnswer | undefined> => {
  if (!supplement || supplement.provided || waitedMs === 0) return undefined;
  const calendar = meta.acceptedAt ? calendarOf(calendars, meta) : calendars.current;
  const time = agencyTime(calendar, supplement.stage === 'intake' ? receivingAgency(meta) : meta.agency);
  const answerBy = putOff(time, new Date(supplement.answerBy), waitedMs).toISOString();
  const key = supplementKey(dossierId, supplement.n);
  const asked = StoredSupplement.parse(await ledger.readItem(key));
  const named = asked.namedAnswerBy && { namedAnswerBy: putOff(time, new Date(asked.namedAnswerBy), waitedMs).toISOString() };
  return { supplement: { ...supplement, answerBy }, writes: [{ kind: 'put', key, item: { ...asked, answerBy, ...named } }] };
};
