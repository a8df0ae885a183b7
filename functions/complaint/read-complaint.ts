import { recordAccess } from '../ledger/access.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { mayHandle } from './complaint-handler.ts';
import { openLines, type SaidLine } from './complaint-words.ts';
import type { Complaints } from './complaints.ts';
import { type HandledLine, handledLine } from './list-complaints.ts';

export type ReadComplaintDeps = {
  readonly ledger: Pick<Ledger, 'putItem'>;
  readonly complaints: Pick<Complaints, 'read' | 'lines'>;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
};

export type ReadComplaintOutcome =
  | { readonly kind: 'found'; readonly line: HandledLine; readonly lines: readonly SaidLine[] }
  | { readonly kind: 'not-found' };

/** A complaint with its words, for its handler. Its owner can see that it was read: the record is written before the words are opened. */
export const readComplaint =
  ({ ledger, complaints, personalData, ids, clock }: ReadComplaintDeps) =>
  async (caller: Staff, complaintId: string): Promise<ReadComplaintOutcome> => {
    const complaint = await complaints.read(complaintId);
    if (!complaint || !mayHandle(caller, complaint)) return { kind: 'not-found' };
    const { dossierId } = complaint;
    const now = clock.now();
    await recordAccess(ledger, {
      ...{ dossierId, id: ids.ulid(), at: now.toISOString(), by: { kind: 'staff', id: caller.sub } },
      what: 'complaint',
    });
    const lines = await openLines(personalData, dossierId, await complaints.lines(complaintId));
    return { kind: 'found', line: handledLine(complaint, now), lines };
  };
