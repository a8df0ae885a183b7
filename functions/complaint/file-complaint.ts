import type { Calendar } from '../calendar/calendar.ts';
import { earlierUse, oncePointer } from '../ledger/idempotency.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { readHistory } from '../ledger/read-history.ts';
import { DossierBusy } from '../ledger/take-step.ts';
import { taskIdOf } from '../ledger/task.ts';
import type { Citizen } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Complaint } from './complaint.ts';
import { limitsFrom } from './complaint-clock.ts';
import { type About, subjectOf } from './complaint-subject.ts';
import { sealLine } from './complaint-words.ts';
import type { Complaints } from './complaints.ts';

export type FileComplaintDeps = {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItem' | 'list'>;
  readonly complaints: Pick<Complaints, 'file' | 'read' | 'ofDossier'>;
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly calendar: Calendar;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
};

export type FileComplaintInput = {
  readonly caller: Citizen;
  readonly dossier: string;
  readonly kind: Complaint['kind'];
  readonly about?: About | undefined;
  readonly text: string;
  readonly key: string;
};

export type FileComplaintOutcome =
  | { readonly kind: 'filed'; readonly complaint: Complaint }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'step-unknown' }
  | { readonly kind: 'wrong-state'; readonly state: Meta['state'] }
  | { readonly kind: 'key-reused' };

const sameStep = (one: Complaint['step'], other: Complaint['step']): boolean => one?.n === other?.n && one?.taskId === other?.taskId;

/**
 * Takes a complaint of a dossier's owner. It is linked to the dossier, the step and whoever of the staff took that step, and stands with
 * the office's handlers; the dossier's own history says nothing of it. @throws OutsideCalendar
 */
export const fileComplaint = (deps: FileComplaintDeps) => {
  const { ledger, complaints, ownerIndex, personalData, calendar, ids, clock } = deps;

  return async ({ caller, dossier: dossierId, kind, about, text, key }: FileComplaintInput): Promise<FileComplaintOutcome> => {
    const at = clock.now();
    const request = { caller: caller.sub, operation: 'fileComplaint', key, body: { dossierId, kind, about, text } };

    const filedBefore = async (): Promise<FileComplaintOutcome | undefined> => {
      const earlier = await earlierUse(ledger, request, at);
      if (!earlier) return undefined;
      if (earlier.kind === 'other-request') return { kind: 'key-reused' };
      const complaint = await complaints.read(earlier.reference);
      if (!complaint) throw new Error(`complaint ${earlier.reference} is gone`);
      return { kind: 'filed', complaint };
    };

    const before = await filedBefore();
    if (before) return before;

    const meta = await ledger.readMeta(dossierId);
    if (!meta || !(await ownerIndex.all(caller.pin)).includes(meta.ownerKey)) return { kind: 'not-found' };
    if (meta.state === 'draft') return { kind: 'wrong-state', state: meta.state };
    const events = await readHistory(ledger, meta);
    const tasks = meta.stages.flat().map(({ n }) => taskIdOf(dossierId, n));
    const subject = subjectOf(events, tasks, { kind, about });
    if (!subject) return { kind: 'step-unknown' };

    const others = await complaints.ofDossier(dossierId);
    const repeated = others.some((other) => other.kind === kind && sameStep(other.step, subject.step));
    const complaint: Complaint = {
      dossierId,
      complaintId: `${dossierId}.${ids.ulid()}`,
      version: 1,
      kind,
      state: 'received',
      procedure: meta.procedure,
      office: meta.office,
      ...subject,
      filedAt: at.toISOString(),
      limits: limitsFrom(calendar, meta.agency, at),
      ...(repeated && { repeated }),
    };
    const line = await sealLine(personalData, dossierId, { n: 1, at: complaint.filedAt, action: 'FILE', by: { kind: 'owner' } }, { text });
    const filed = await complaints.file(complaint, line, oncePointer(request, complaint.complaintId, at), at);
    if (filed === 'filed') return { kind: 'filed', complaint };
    // The same request won at the same moment: its complaint is the answer.
    const meanwhile = await filedBefore();
    if (!meanwhile) throw new DossierBusy(dossierId);
    return meanwhile;
  };
};
