import { DossierBusy, MOST_ATTEMPTS } from '../ledger/take-step.ts';
import { backoffMs, type Pause } from '../platform/retry.ts';
import type { Complaint, StoredLine } from './complaint.ts';
import type { Complaints } from './complaints.ts';

export type MoveComplaintDeps = {
  readonly complaints: Pick<Complaints, 'read' | 'move'>;
  readonly pause: Pause;
  readonly random: () => number;
};

/** What a decision makes of a complaint: itself and the line that says so, or an outcome that writes nothing. */
export type Moved<Outcome> = { readonly after: Complaint; readonly line: StoredLine } | { readonly outcome: Outcome };

/**
 * Reads a complaint, lets `decide` choose what becomes of it and writes that; decides anew when somebody else moved it meanwhile.
 * @throws DossierBusy after five lost races
 */
export const moveComplaint =
  ({ complaints, pause, random }: MoveComplaintDeps) =>
  async <Outcome>(
    complaintId: string,
    decide: (complaint: Complaint) => Promise<Moved<Outcome>>,
  ): Promise<{ readonly kind: 'moved'; readonly complaint: Complaint } | Outcome | { readonly kind: 'not-found' }> => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const complaint = await complaints.read(complaintId);
      if (!complaint) return { kind: 'not-found' };
      const decided = await decide(complaint);
      if ('outcome' in decided) return decided.outcome;
      if ((await complaints.move(complaint, decided.after, decided.line)) === 'moved') return { kind: 'moved', complaint: decided.after };
      await pause(backoffMs(attempt, random()));
    }
    throw new DossierBusy(complaintId);
  };
