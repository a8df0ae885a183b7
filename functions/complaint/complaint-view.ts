import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';
import { Complaint, ComplaintLine, ComplaintWords, complaintClocks } from './complaint.ts';
import type { SaidLine } from './complaint-words.ts';
import type { HandledLine } from './list-complaints.ts';

/** A complaint without its words: what lists show. */
export const ComplaintHead = Complaint.pick({
  complaintId: true,
  dossierId: true,
  kind: true,
  state: true,
  step: true,
  filedAt: true,
  limits: true,
  repeated: true,
});

/** What was done about it, with the words. Its owner learns no account of the staff. */
const OwnLine = ComplaintLine.omit({ by: true, timing: true }).extend(ComplaintWords.shape);

/** A complaint as its owner sees it. */
export const OwnComplaint = ComplaintHead.extend({ satisfied: z.boolean().optional(), lines: z.array(OwnLine) });

/** A complaint as its handler sees it. */
export const HandledHead = ComplaintHead.extend({
  procedure: z.string(),
  office: z.string(),
  subjects: z.array(z.string()).describe('Staff accounts that it is about: they never see it. Without a named step, everybody who acted'),
  nextBy: Instant.optional().describe('The next limit; when all have passed, the last'),
  passed: z.array(z.enum(complaintClocks)).describe('Limits that have passed with nothing done: it can be done still, and is late'),
  overdue: z.boolean().describe('Whether any limit has passed so'),
});
export const HandledComplaint = HandledHead.extend({ lines: z.array(ComplaintLine.extend(ComplaintWords.shape)) });

export const complaintHead = (complaint: Complaint): z.infer<typeof ComplaintHead> => {
  const { complaintId, dossierId, kind, state, step, filedAt, limits, repeated } = complaint;
  return { complaintId, dossierId, kind, state, step, filedAt, limits, ...(repeated && { repeated }) };
};

export const ownComplaint = (complaint: Complaint, lines: readonly SaidLine[]): z.infer<typeof OwnComplaint> => ({
  ...complaintHead(complaint),
  satisfied: complaint.satisfied,
  lines: lines.map(({ by: _by, timing: _timing, ...line }) => line),
});

export const handledHead = ({ complaint, nextBy, passed }: HandledLine): z.infer<typeof HandledHead> => ({
  ...complaintHead(complaint),
  procedure: complaint.procedure,
  office: complaint.office,
  subjects: complaint.subjects,
  nextBy,
  passed: [...passed],
  overdue: passed.length > 0,
});
