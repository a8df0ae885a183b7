import type { Ledger } from '../ledger/ledger.ts';
import { timingOf } from '../ledger/task.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { reaches } from '../procedure/office-reach.ts';
import { Complaint, nextLimit, type Standing, standingAt } from './complaint.ts';
import { mayHandle } from './complaint-handler.ts';
import { COMPLAINTS_INBOX } from './complaints.ts';

export type ListComplaintsDeps = { readonly ledger: Pick<Ledger, 'listInbox' | 'readItems'>; readonly clock: Clock };

export type ListComplaintsInput = {
  readonly caller: Staff;
  readonly office: string;
  /** Only those of which a limit has passed. */
  readonly overdue: boolean;
  readonly cursor?: string | undefined;
};

export type ListComplaintsOutcome =
  | { readonly kind: 'found'; readonly complaints: readonly HandledLine[]; readonly cursor?: string }
  | { readonly kind: 'office-not-found' };

/** A complaint that waits for its handler, until when, and what was not done in time. */
export type HandledLine = { readonly complaint: Complaint } & Standing;

export const handledLine = (complaint: Complaint, now: Date): HandledLine => ({ complaint, ...standingAt(complaint, now) });

/**
 * The complaints that wait for the handlers of an office, the earliest limit first. Those about the caller are not in it; one that was
 * handled since the index was written is left out.
 */
export const listComplaints =
  ({ ledger, clock }: ListComplaintsDeps) =>
  async ({ caller, office, overdue, cursor }: ListComplaintsInput): Promise<ListComplaintsOutcome> => {
    if (!reaches(caller, office)) return { kind: 'office-not-found' };
    const now = clock.now();
    const page = await ledger.listInbox(COMPLAINTS_INBOX, office, cursor);
    // The page is in the order of each one's earliest limit: behind the first that lies ahead nothing is overdue.
    const passed = page.entries.filter(({ at }) => timingOf(now, at) === 'AFTER');
    const wanted = overdue ? passed : page.entries;
    const items = wanted.length > 0 ? await ledger.readItems(wanted.map(({ key }) => key)) : [];
    const lines = items
      .flatMap((item) => (item ? [Complaint.parse(item)] : []))
      .filter((complaint) => nextLimit(complaint) !== undefined && mayHandle(caller, complaint))
      .map((complaint) => handledLine(complaint, now));
    const more = page.cursor && (!overdue || passed.length === page.entries.length);
    return { kind: 'found', complaints: lines, ...(more && { cursor: page.cursor }) };
  };
