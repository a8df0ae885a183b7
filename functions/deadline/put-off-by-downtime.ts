import { agencyTime } from '../calendar/agency-time.ts';
import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import { pausedUntil } from '../calendar/paused-until.ts';
import { type Downtimes, pauseOf } from '../downtime/downtime.ts';
import type { NewEvent } from '../ledger/history-event.ts';
import { supplementKey } from '../ledger/item-keys.ts';
import type { Ledger, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { StoredSupplement } from '../ledger/supplement.ts';
import { receivingAgency } from '../procedure/offices.ts';

export type PutOffDeps = {
  readonly ledger: Pick<Ledger, 'readItem'>;
  readonly downtimes: Pick<Downtimes, 'endedAfter'>;
  readonly calendars: Calendars;
};

/** Until when the applicant may answer after all, with what tells and keeps it. */
export type AnswerPutOff = {
  readonly answerBy: string;
  readonly asked: StoredSupplement;
  readonly event: NewEvent;
  readonly change: { readonly supplement: NonNullable<Meta['supplement']> };
  readonly writes: NonNullable<Step['writes']>;
};

/**
 * What certified downtimes since the request make of the applicant's time to complete the dossier: he could not answer while the cell was
 * down, so that the working time of the office that takes the answer is added to what was named. Ask it when that time seems to have
 * passed, and judge by what it says. Undefined where nothing is asked or the time stands. Read after META.
 * @throws OutsideCalendar
 */
export const answerPutOff = async (
  { ledger, downtimes, calendars }: PutOffDeps,
  { dossierId, supplement, ...meta }: Meta,
): Promise<AnswerPutOff | undefined> => {
  if (!supplement || supplement.provided) return undefined;
  const key = supplementKey(dossierId, supplement.n);
  const before = StoredSupplement.parse(await ledger.readItem(key));
  const askedAt = new Date(before.askedAt);
  const pauses = (await downtimes.endedAfter(askedAt)).map(pauseOf);
  const calendar = meta.acceptedAt ? calendarOf(calendars, meta) : calendars.current;
  const time = agencyTime(calendar, supplement.stage === 'intake' ? receivingAgency(meta) : meta.agency);
  const named = before.namedAnswerBy ?? before.answerBy;
  const answerBy = pausedUntil(time, askedAt, new Date(named), pauses).toISOString();
  // What an applicant was told is never taken back, for instance because a downtime was certified wrongly.
  if (answerBy <= before.answerBy) return undefined;
  const asked = { ...before, answerBy, namedAnswerBy: named };
  return {
    ...{ answerBy, asked },
    event: { type: 'dossier.deadline-set', data: { deadline: 'supplement', dueAt: answerBy } },
    change: { supplement: { ...supplement, answerBy } },
    writes: [{ kind: 'put', key, item: asked }],
  };
};
