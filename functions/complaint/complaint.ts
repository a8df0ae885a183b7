import * as z from 'zod';
import { Actor } from '../ledger/history-event.ts';
import type { ItemKey } from '../ledger/item-keys.ts';
import { complaintKey, complaintLineKey } from '../ledger/item-keys.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import type { Sealed } from '../ledger/personal-data.ts';
import { SealedFields } from '../ledger/sealed-fields.ts';
import { timingOf } from '../ledger/task.ts';

/** `<dossier>.<ULID>`: a complaint carries the dossier that it is about. */
export const ComplaintId = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}\.[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be the id of a complaint');

/** What somebody complains about. */
export const complaintKinds = ['OFFICER', 'STEP', 'RESULT', 'FEE', 'DELAY', 'OTHER'] as const;

const complaintStates = ['received', 'information-asked', 'refused', 'solved', 'published'] as const;
export type ComplaintState = (typeof complaintStates)[number];

/** What was done about a complaint, by its owner (`FILE`, `INFORM`, `RATE`) or by its handler. */
const complaintActions = ['FILE', 'REFUSE', 'ASK', 'INFORM', 'SOLVE', 'PUBLISH', 'RATE'] as const;

/** The legal limits, as instants (complaint-clock.ts). `publishBy` runs from the solution. */
const ComplaintLimits = z.object({ refuseBy: Instant, askBy: Instant, solveBy: Instant, publishBy: Instant.optional() });

/**
 * A complaint about a dossier (item `COMPLAINT#<ULID>` beside it). It is no event of the dossier: whoever works on the dossier does not
 * learn of it there. Words are sealed in its lines.
 */
export const Complaint = z.object({
  dossierId: DossierId,
  complaintId: ComplaintId,
  /** Number of the writings, which each writing compares; also the number of its newest line. */
  version: z.int().positive(),
  kind: z.enum(complaintKinds),
  state: z.enum(complaintStates),
  procedure: z.string(),
  /** The office whose handler answers it. */
  office: z.string(),
  /** The step that it is about: an event of the history, and the task that the event is of. */
  step: z.object({ n: z.int().positive().optional(), taskId: z.string().optional() }).optional(),
  /** Staff accounts that it is about: they never see it. Without a named step everybody who acted on the dossier. */
  subjects: z.array(z.string()),
  filedAt: Instant,
  limits: ComplaintLimits,
  /** Its handler has asked for more once: the limits to refuse it and to ask run no longer. */
  asked: z.literal(true).optional(),
  /** Another complaint about the same dossier, kind and step was there before. */
  repeated: z.literal(true).optional(),
  /** What its owner thought of how it was handled. */
  satisfied: z.boolean().optional(),
});
export type Complaint = z.infer<typeof Complaint>;

/** One thing that was done (item `COMPLAINT#<ULID>#<n>`), never changed. `timing` compares it with its legal limit. */
export const ComplaintLine = z.object({
  n: z.int().positive(),
  at: Instant,
  action: z.enum(complaintActions),
  by: Actor,
  timing: z.enum(['BEFORE', 'ON', 'AFTER']).optional(),
});
export type ComplaintLine = z.infer<typeof ComplaintLine>;

/** Free text, which may name a person. */
export const ComplaintWords = z.object({ text: z.string().optional(), legalBasis: z.string().optional() });
export type ComplaintWords = z.infer<typeof ComplaintWords>;

/** A line with its words sealed beside it. */
export const StoredLine = ComplaintLine.extend(SealedFields.shape);
export type StoredLine = ComplaintLine & { readonly sealed: Sealed };

/** The parts of a complaint's id. */
export const parseComplaintId = (complaintId: string): { readonly dossierId: string; readonly ulid: string } => {
  const [dossierId = '', ulid = ''] = ComplaintId.parse(complaintId).split('.');
  return { dossierId, ulid };
};

export const keyOfComplaint = (complaintId: string): ItemKey => {
  const { dossierId, ulid } = parseComplaintId(complaintId);
  return complaintKey(dossierId, ulid);
};

export const keyOfLine = (complaintId: string, n: number): ItemKey => {
  const { dossierId, ulid } = parseComplaintId(complaintId);
  return complaintLineKey(dossierId, ulid, n);
};

/** Whether somebody of the staff is complained about: then the complaint does not exist for that account. */
export const isAbout = ({ subjects }: Pick<Complaint, 'subjects'>, sub: string): boolean => subjects.includes(sub);

/** What has a legal limit: to refuse it, to ask for more, to solve it, to publish the solution. */
export const complaintClocks = ['REFUSE', 'ASK', 'SOLVE', 'PUBLISH'] as const;
type ComplaintClock = (typeof complaintClocks)[number];

type Timed = Pick<Complaint, 'state' | 'limits' | 'asked'>;

/** The limits of what was not done yet and is not idle, the earliest first. */
const running = ({ state, limits, asked }: Timed): readonly { readonly clock: ComplaintClock; readonly by: string }[] => {
  switch (state) {
    case 'received':
    case 'information-asked':
      return [
        ...(asked
          ? []
          : [
              { clock: 'REFUSE' as const, by: limits.refuseBy },
              { clock: 'ASK' as const, by: limits.askBy },
            ]),
        { clock: 'SOLVE', by: limits.solveBy },
      ];
    case 'solved':
      return limits.publishBy ? [{ clock: 'PUBLISH', by: limits.publishBy }] : [];
    case 'refused':
    case 'published':
      return [];
  }
};

/** The earliest limit of what was not done yet, passed or not; undefined when nothing must be done any more. */
export const nextLimit = (complaint: Timed): string | undefined => running(complaint)[0]?.by;

/** The limits that have passed with nothing done, and the next that has not, or the last that has. */
export type Standing = { readonly passed: readonly ComplaintClock[]; readonly nextBy?: string | undefined };

export const standingAt = (complaint: Timed, now: Date): Standing => {
  const all = running(complaint);
  const isPassed = ({ by }: { readonly by: string }): boolean => timingOf(now, by) === 'AFTER';
  return { passed: all.filter(isPassed).map(({ clock }) => clock), nextBy: (all.find((one) => !isPassed(one)) ?? all.at(-1))?.by };
};
