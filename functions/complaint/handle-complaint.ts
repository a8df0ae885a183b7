import type { Calendar } from '../calendar/calendar.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { timingOf } from '../ledger/task.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { officeByCode } from '../procedure/offices.ts';
import type { Complaint, ComplaintState } from './complaint.ts';
import { publishLimit } from './complaint-clock.ts';
import { mayHandle } from './complaint-handler.ts';
import { sealLine } from './complaint-words.ts';
import { type MoveComplaintDeps, type Moved, moveComplaint } from './move-complaint.ts';

export const handlerActions = ['REFUSE', 'ASK', 'SOLVE', 'PUBLISH'] as const;
type HandlerAction = (typeof handlerActions)[number];

export type HandleComplaintDeps = MoveComplaintDeps & {
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly calendar: Calendar;
  readonly clock: Clock;
};

export type HandleComplaintInput = {
  readonly caller: Staff;
  readonly complaintId: string;
  readonly action: HandlerAction;
  readonly text: string;
  readonly legalBasis?: string | undefined;
};

export type HandleComplaintOutcome =
  | { readonly kind: 'moved'; readonly complaint: Complaint }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: ComplaintState };

/** From which states an action leads, and where to. */
const moves: Readonly<Record<HandlerAction, { readonly from: readonly ComplaintState[]; readonly to: ComplaintState }>> = {
  REFUSE: { from: ['received'], to: 'refused' },
  ASK: { from: ['received'], to: 'information-asked' },
  SOLVE: { from: ['received', 'information-asked'], to: 'solved' },
  PUBLISH: { from: ['solved'], to: 'published' },
};

/** The limit that an action is measured by. */
const limitOf = ({ limits }: Complaint, action: HandlerAction): string | undefined =>
  ({ REFUSE: limits.refuseBy, ASK: limits.askBy, SOLVE: limits.solveBy, PUBLISH: limits.publishBy })[action];

/**
 * What the handler of an office does about a complaint: refuses it, asks for more, solves it, publishes the solution. A limit that has
 * passed forbids nothing: the line says that it was late. For whom it is about it does not exist. @throws OutsideCalendar
 */
export const handleComplaint = (deps: HandleComplaintDeps) => {
  const { personalData, calendar, clock } = deps;

  return async ({ caller, complaintId, action, text, legalBasis }: HandleComplaintInput): Promise<HandleComplaintOutcome> => {
    const decide = async (complaint: Complaint): Promise<Moved<Exclude<HandleComplaintOutcome, { kind: 'moved' }>>> => {
      if (!mayHandle(caller, complaint)) return { outcome: { kind: 'not-found' } };
      const { from, to } = moves[action];
      if (!from.includes(complaint.state)) return { outcome: { kind: 'wrong-state', state: complaint.state } };
      const at = clock.now();
      const limit = limitOf(complaint, action);
      const version = complaint.version + 1;
      const agency = officeByCode(complaint.office)?.agency;
      if (!agency) throw new Error(`complaint ${complaintId} is of an office that is not in the catalogue`);
      const line = await sealLine(
        personalData,
        complaint.dossierId,
        {
          n: version,
          at: at.toISOString(),
          action,
          by: { kind: 'staff', id: caller.sub },
          ...(limit && { timing: timingOf(at, limit) }),
        },
        { text, legalBasis },
      );
      const limits = action === 'SOLVE' ? { ...complaint.limits, publishBy: publishLimit(calendar, agency, at) } : complaint.limits;
      return { after: { ...complaint, version, state: to, limits, ...(action === 'ASK' && { asked: true as const }) }, line };
    };
    return moveComplaint(deps)(complaintId, decide);
  };
};
