import type { Ledger } from '../ledger/ledger.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import type { Citizen } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type Complaint, type ComplaintState, parseComplaintId } from './complaint.ts';
import { sealLine } from './complaint-words.ts';
import { type MoveComplaintDeps, type Moved, moveComplaint } from './move-complaint.ts';

export type AnswerOwnComplaintDeps = MoveComplaintDeps & {
  readonly ledger: Pick<Ledger, 'readMeta'>;
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly clock: Clock;
};

/** What an owner says to a complaint: what was asked for, or, once it is handled, what to think of that. */
type OwnAnswer = { readonly text: string } | { readonly satisfied: boolean };

export type AnswerOwnComplaintInput = { readonly caller: Citizen; readonly complaintId: string; readonly answer: OwnAnswer };

export type AnswerOwnComplaintOutcome =
  | { readonly kind: 'moved'; readonly complaint: Complaint }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: ComplaintState };

/** States after which nothing about the matter itself comes any more. */
const HANDLED: readonly ComplaintState[] = ['refused', 'solved', 'published'];

/** Takes what the owner of a complaint adds to it: information that was asked for, or, once, whether its handling satisfied. */
export const answerOwnComplaint = (deps: AnswerOwnComplaintDeps) => {
  const { ledger, ownerIndex, personalData, clock } = deps;

  return async ({ caller, complaintId, answer }: AnswerOwnComplaintInput): Promise<AnswerOwnComplaintOutcome> => {
    const { dossierId } = parseComplaintId(complaintId);
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !(await ownerIndex.all(caller.pin)).includes(meta.ownerKey)) return { kind: 'not-found' };

    const decide = async (complaint: Complaint): Promise<Moved<Exclude<AnswerOwnComplaintOutcome, { kind: 'moved' }>>> => {
      const wrong = { outcome: { kind: 'wrong-state' as const, state: complaint.state } };
      const version = complaint.version + 1;
      const line = { n: version, at: clock.now().toISOString(), by: { kind: 'owner' as const } };
      if ('text' in answer) {
        if (complaint.state !== 'information-asked') return wrong;
        return {
          after: { ...complaint, version, state: 'received' },
          line: await sealLine(personalData, dossierId, { ...line, action: 'INFORM' }, { text: answer.text }),
        };
      }
      if (!HANDLED.includes(complaint.state) || complaint.satisfied !== undefined) return wrong;
      return {
        after: { ...complaint, version, satisfied: answer.satisfied },
        line: await sealLine(personalData, dossierId, { ...line, action: 'RATE' }, {}),
      };
    };
    return moveComplaint(deps)(complaintId, decide);
  };
};
