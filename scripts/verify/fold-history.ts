import type { DossierState } from '../../functions/ledger/dossier-state.ts';
import { type HistoryEvent, type HistoryEventType, historyEvents, type OpenedTask } from '../../functions/ledger/history-event.ts';
import { bundledProcedures } from '../../functions/procedure/catalogue.ts';

/** What became of an attempt to pay. */
type FoldedPayment = {
  state: 'open' | 'booked' | 'failed';
  reference: string;
  amount: number;
  receipt?: string;
  surplus: boolean;
  contradicted: boolean;
};

/** What a history by itself says about a dossier; written apart from the product's own step, to judge it. */
export type Folded = {
  state: string;
  /** Before a payment or a supplement. */
  previous?: string;
  /** Before a request to withdraw. */
  withdrawnFrom?: string;
  procedure?: string;
  procedureVersion?: string;
  channel?: string;
  code?: string;
  lookups: string;
  findings: Record<string, string>;
  /** Checksum of the newest file by document code. */
  uploaded: Record<string, string>;
  createdAt?: string;
  submittedAt?: string;
  acceptedAt?: string;
  dueAt?: string;
  concludedAt?: string;
  returnedAt?: string;
  /** What waits to pass; the end of the intake is in no event. */
  deadline?: { kind: 'intake' | 'processing'; at?: string };
  amountDue: number;
  attempts: number;
  receiptNumber?: string;
  run: number;
  stage: number;
  openTasks: number;
  outcome?: string;
  resultCode?: string;
  resultNumber?: string;
  /** Answer by task id; `open` while there is none. */
  tasks: Record<string, string>;
  /** By the number of the attempt. */
  payments: Record<number, FoldedPayment>;
  /** References of booked payments, one for each booking. */
  booked: string[];
  /** How often a fee was asked. */
  feesAsked: number;
  /** How often it was concluded. */
  concluded: number;
  /** Whether the history says that the lookups waited, and that the dossier was refused. */
  lookupsWaited: boolean;
  refused: boolean;
};

const open = (folded: Folded, tasks: readonly OpenedTask[] | undefined): void => {
  for (const { taskId } of tasks ?? []) folded.tasks[taskId] = 'open';
  if (tasks?.length) folded.openTasks = tasks.length;
};

const close = (folded: Folded, taskId: string, answer: string, next: readonly OpenedTask[] | undefined): void => {
  folded.tasks[taskId] = answer;
  folded.openTasks -= 1;
  if (next?.length) folded.stage += 1;
  open(folded, next);
};

const endPayment = (folded: Folded, attempt: number, end: Partial<FoldedPayment>): void => {
  const payment = folded.payments[attempt];
  if (payment) Object.assign(payment, end);
};

/** Whether the registries are asked about a dossier of this procedure; one that the catalogue does not know is taken for one that is. */
const asksRegistries = ({ procedure = '', procedureVersion = '' }: Folded): boolean =>
  bundledProcedures.version(procedure, procedureVersion)?.lookups.length !== 0;

/** What each kind of event says beside the states that it stands between. */
const says: { readonly [Type in HistoryEventType]?: (folded: Folded, event: HistoryEvent) => void } = {
  'dossier.drafted': (folded, { at, data }) => {
    Object.assign(folded, historyEvents['dossier.drafted'].parse(data), { createdAt: at });
  },
  'document.uploaded': (folded, { data }) => {
    const { document, sha256 } = historyEvents['document.uploaded'].parse(data);
    folded.uploaded[document] = sha256;
  },
  'dossier.submitted': (folded, { at, data }) => {
    const { code } = historyEvents['dossier.submitted'].parse(data);
    const lookups = asksRegistries(folded) ? 'waiting' : 'done';
    Object.assign(folded, { code, lookups, submittedAt: at, deadline: { kind: 'intake' } });
  },
  'dossier.lookups-waiting': (folded) => {
    folded.lookupsWaited = true;
  },
  'dossier.looked-up': (folded, { data }) => {
    folded.findings = { ...historyEvents['dossier.looked-up'].parse(data).findings };
    folded.lookups = 'done';
  },
  'dossier.accepted': (folded, { at, data }) => {
    const { dueAt, identityVerifiedBy, findings } = historyEvents['dossier.accepted'].parse(data);
    Object.assign(folded, { acceptedAt: at, dueAt, deadline: { kind: 'processing', at: dueAt } });
    if (findings) Object.assign(folded, { lookups: 'skipped', findings: { ...folded.findings, ...findings } });
    if (identityVerifiedBy) folded.findings['identity'] = identityVerifiedBy;
  },
  'dossier.not-accepted': (folded) => {
    folded.refused = true;
  },
  'dossier.payment-requested': (folded, { data }) => {
    folded.amountDue = historyEvents['dossier.payment-requested'].parse(data).amount;
    folded.feesAsked += 1;
  },
  'payment.attempted': (folded, { data }) => {
    const { attempt, amount, reference } = historyEvents['payment.attempted'].parse(data);
    folded.attempts = attempt;
    folded.payments[attempt] = { state: 'open', reference, amount, surplus: false, contradicted: false };
  },
  'payment.failed': (folded, { data }) => {
    endPayment(folded, historyEvents['payment.failed'].parse(data).attempt, { state: 'failed' });
  },
  'payment.booked': (folded, { data }) => {
    const { attempt, amount, reference, receipt, surplus = false } = historyEvents['payment.booked'].parse(data);
    folded.amountDue = Math.max(0, folded.amountDue - amount);
    folded.booked.push(reference);
    folded.receiptNumber ??= receipt;
    endPayment(folded, attempt, { state: 'booked', receipt, surplus });
  },
  'payment.contradicted': (folded, { data }) => {
    endPayment(folded, historyEvents['payment.contradicted'].parse(data).attempt, { contradicted: true });
  },
  'dossier.processing-started': (folded, { data }) => {
    const { run, opened } = historyEvents['dossier.processing-started'].parse(data);
    folded.run = run;
    open(folded, opened);
  },
  'dossier.execution-restarted': (folded, { data }) => {
    folded.run = historyEvents['dossier.execution-restarted'].parse(data).run;
  },
  'task.answered': (folded, { data }) => {
    const { taskId, answer, opened } = historyEvents['task.answered'].parse(data);
    close(folded, taskId, answer, opened);
  },
  'task.decided': (folded, { data }) => {
    const { taskId, decision, opened } = historyEvents['task.decided'].parse(data);
    close(folded, taskId, decision, opened);
  },
  'dossier.deadline-passed': (folded) => {
    delete folded.deadline;
  },
  'dossier.concluded': (folded, { at, data }) => {
    const { outcome, resultCode, number } = historyEvents['dossier.concluded'].parse(data);
    Object.assign(folded, { outcome, resultCode, resultNumber: number, concludedAt: at, openTasks: 0, concluded: folded.concluded + 1 });
  },
  'dossier.returned': (folded, { at }) => {
    folded.returnedAt = at;
  },
};

/** States whose dossiers wait for no deadline any more: the result is signed, or nothing leaves them. */
const withoutDeadline: readonly DossierState[] = ['not-accepted', 'stopped', 'processed', 'returned'];

/** Remembers where the dossier came from, and forgets it on the way back; what is stopped or refused keeps it. */
const remember = (folded: Folded, from: string, to: string): void => {
  if (to === 'stopped' || to === 'not-accepted') return;
  if (to === 'withdrawal-requested') folded.withdrawnFrom = from;
  else if (from === 'withdrawal-requested') delete folded.withdrawnFrom;
  else if (to === 'payment-requested' || to === 'supplement-requested') folded.previous = from;
  else if (from === 'payment-requested' || from === 'supplement-requested') delete folded.previous;
};

const move = (folded: Folded, { from, to }: HistoryEvent): void => {
  if (!to) return;
  if (from) remember(folded, from, to);
  if (withoutDeadline.includes(to)) delete folded.deadline;
  folded.state = to;
};

/** @throws when an event's data do not have the shape of its type */
export const foldHistory = (events: readonly HistoryEvent[]): Folded => {
  const folded: Folded = {
    state: 'draft',
    lookups: 'none',
    findings: {},
    uploaded: {},
    amountDue: 0,
    attempts: 0,
    run: 0,
    stage: 0,
    openTasks: 0,
    tasks: {},
    payments: {},
    booked: [],
    feesAsked: 0,
    concluded: 0,
    lookupsWaited: false,
    refused: false,
  };
  for (const event of events) {
    says[event.type]?.(folded, event);
    move(folded, event);
  }
  return folded;
};
