import type { DossierState } from '../../functions/ledger/dossier-state.ts';
import { type HistoryEvent, type HistoryEventType, historyEvents, type OpenedTask } from '../../functions/ledger/history-event.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { Supplement, SupplementStage } from '../../functions/ledger/supplement.ts';
import { wordsReference } from '../../functions/ledger/words.ts';
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
  receivedOffice?: string;
  supportedOffice?: string;
  arrivedAt?: string;
  appointedFor?: string;
  lookups: string;
  findings: Record<string, string>;
  /** Checksum of the newest file by document code. */
  uploaded: Record<string, string>;
  /** Codes of documents whose file, if there is one, no longer counts because another was asked for. */
  askedAnew: string[];
  /** Every request to complete the dossier, in order. */
  supplements: Omit<Supplement, 'dossierId' | 'dueBefore'>[];
  /** The one that is not settled. */
  supplement?: Meta['supplement'];
  formVersion?: number;
  createdAt?: string;
  submittedAt?: string;
  acceptedAt?: string;
  dueAt?: string;
  concludedAt?: string;
  returnedAt?: string;
  /** Whether the time of an officer to answer a submission, or an answer to an intake supplement, runs. */
  intakeRuns: boolean;
  /** When a step last chose what is to happen next by itself. */
  deadlineSetAt?: string;
  /** Until when a fee that has lapsed waits for an attempt to pay. */
  awaitedUntil?: string;
  /** Until when a request to withdraw is to be answered, while it waits and that has not passed. */
  withdrawalDue?: string;
  /** When the sweep last told of each kind of deadline. */
  toldAt: Record<string, string>;
  /** The due time was put off: when, and to when. */
  extension?: Meta['extension'];
  extended?: { readonly at: string; readonly dueAt: string };
  apology?: Meta['apology'];
  amountDue: number;
  attempts: number;
  receiptNumber?: string;
  run: number;
  stage: number;
  openTasks: number;
  outcome?: string;
  resultCode?: string;
  resultNumber?: string;
  /** `NUMBER` while a clerk has to give one. */
  awaiting?: string;
  /** The office that decides, once the history has told it. */
  office?: string;
  /** Errands that the history has had: an item each, also when it is done. */
  errands: string[];
  /** Numbers of the events whose words are kept beside them. */
  spoken: number[];
  /** Answer by task id; `open`, `sent-back` or `cancelled` while there is none. */
  tasks: Record<string, string>;
  /** Due time by task id. */
  ends: Record<string, string>;
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
  /** Whether its owner has rated it. */
  rated: boolean;
};

const open = (folded: Folded, tasks: readonly OpenedTask[] | undefined): void => {
  for (const { taskId, dueAt } of tasks ?? []) {
    folded.tasks[taskId] = 'open';
    folded.ends[taskId] = dueAt;
  }
  if (tasks?.length) folded.openTasks = tasks.length;
};

const close = (folded: Folded, taskId: string, answer: string, next: readonly OpenedTask[] | undefined): void => {
  folded.tasks[taskId] = answer;
  folded.openTasks -= 1;
  if (next?.length) folded.stage += 1;
  open(folded, next);
};

/** The due time has moved, and with it that of the tasks that are named. */
const moveDue = (folded: Folded, dueAt: string, tasks: readonly string[] = []): void => {
  folded.dueAt = dueAt;
  for (const taskId of tasks) folded.ends[taskId] = dueAt;
};

/** The applicant may answer what is asked until later. */
const putOffAnswer = (folded: Folded, answerBy: string | undefined): void => {
  const { supplement } = folded;
  if (!answerBy || !supplement) return;
  folded.supplement = { ...supplement, answerBy };
  const asked = folded.supplements.find(({ n }) => n === supplement.n);
  if (asked) asked.answerBy = answerBy;
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
    folded.askedAnew = folded.askedAnew.filter((code) => code !== document);
  },
  'dossier.submitted': (folded, { at, data }) => {
    const { code, arrivedAt, submittedAt = at } = historyEvents['dossier.submitted'].parse(data);
    const lookups = asksRegistries(folded) ? 'waiting' : 'done';
    Object.assign(folded, { code, lookups, submittedAt, ...(arrivedAt && { arrivedAt }) });
    folded.intakeRuns = true;
  },
  'dossier.lookups-waiting': (folded) => {
    folded.lookupsWaited = true;
  },
  'dossier.looked-up': (folded, { data }) => {
    folded.findings = { ...historyEvents['dossier.looked-up'].parse(data).findings };
    folded.lookups = 'done';
  },
  'dossier.accepted': (folded, { at, data }) => {
    const { dueAt, identityVerifiedBy, findings, acceptedAt, office } = historyEvents['dossier.accepted'].parse(data);
    // Accepted elsewhere, with an appointment made there.
    if (acceptedAt && dueAt) folded.appointedFor = dueAt;
    Object.assign(folded, { acceptedAt: acceptedAt ?? at, dueAt });
    // The one-stop that received it may accept it for the office that decides: then this tells nothing of that one.
    if (office !== folded.receivedOffice) folded.office = office;
    if (findings) Object.assign(folded, { lookups: 'skipped', findings: { ...folded.findings, ...findings } });
    if (identityVerifiedBy) folded.findings['identity'] = identityVerifiedBy;
  },
  'dossier.not-accepted': (folded) => {
    folded.refused = true;
  },
  'dossier.supplement-requested': (folded, { at, by, data }) => {
    const { timing: _, ...asked } = historyEvents['dossier.supplement-requested'].parse(data);
    const { n, stage, answerBy, form } = asked;
    folded.supplements.push(Supplement.omit({ dossierId: true, dueBefore: true }).parse({ ...asked, askedAt: at, askedBy: by.id }));
    folded.intakeRuns = false;
    folded.supplement = { n, stage: SupplementStage.parse(stage), answerBy, ...(form && { form }) };
    folded.askedAnew = [...new Set([...folded.askedAnew, ...asked.documents])];
  },
  'dossier.supplement-provided': (folded, { at, to, data }) => {
    const { n, formVersion, dueAt, tasks } = historyEvents['dossier.supplement-provided'].parse(data);
    const asked = folded.supplements.find((one) => one.n === n);
    if (asked) Object.assign(asked, { providedAt: at, ...(formVersion && { formVersion }), ...(dueAt && { dueAfter: dueAt }) });
    if (formVersion) folded.formVersion = formVersion;
    if (dueAt) moveDue(folded, dueAt, tasks);
    if (to) delete folded.supplement;
    else if (folded.supplement) {
      folded.supplement = { ...folded.supplement, provided: at };
      folded.intakeRuns = true;
    }
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
    const { attempt, amount, reference, receipt, surplus = false, dueAt } = historyEvents['payment.booked'].parse(data);
    if (dueAt) folded.dueAt = dueAt;
    folded.amountDue = Math.max(0, folded.amountDue - amount);
    folded.booked.push(reference);
    folded.receiptNumber ??= receipt;
    endPayment(folded, attempt, { state: 'booked', receipt, surplus });
  },
  'payment.surplus': (folded) => {
    if (!folded.errands.includes('SURPLUS')) folded.errands.push('SURPLUS');
  },
  'payment.awaited': (folded, { data }) => {
    folded.awaitedUntil = historyEvents['payment.awaited'].parse(data).until;
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
  'task.silent': (folded, { data }) => {
    const { taskId, opened } = historyEvents['task.silent'].parse(data);
    close(folded, taskId, 'POSITIVE', opened);
  },
  'dossier.deadline-passed': (folded, { at, data }) => {
    const { deadline } = historyEvents['dossier.deadline-passed'].parse(data);
    folded.toldAt[deadline] = at;
    if (deadline === 'intake') folded.intakeRuns = false;
    if (deadline === 'withdrawal') delete folded.withdrawalDue;
  },
  'dossier.escalated': (folded, { at, data }) => {
    folded.toldAt[`escalation-${historyEvents['dossier.escalated'].parse(data).percent}`] = at;
  },
  'dossier.extension-drafted': (folded, { at }) => {
    folded.toldAt['apology'] = at;
    folded.apology = 'DRAFTED';
    if (!folded.errands.includes('EXTENSION')) folded.errands.push('EXTENSION');
  },
  'dossier.extended': (folded, { at, data }) => {
    const { dueAt, timing, tasks } = historyEvents['dossier.extended'].parse(data);
    moveDue(folded, dueAt, tasks);
    Object.assign(folded, { extension: timing, extended: { at, dueAt } });
    delete folded.apology;
    if (!folded.errands.includes('EXTENSION')) folded.errands.push('EXTENSION');
  },
  'dossier.due-moved': (folded, { data }) => {
    const { dueAt, tasks } = historyEvents['dossier.due-moved'].parse(data);
    moveDue(folded, dueAt, tasks);
  },
  'dossier.awaiting-number': (folded) => {
    folded.awaiting = 'NUMBER';
    folded.errands.push('NUMBERING');
  },
  'dossier.withdrawal-requested': (folded, { data }) => {
    const { dueAt } = historyEvents['dossier.withdrawal-requested'].parse(data);
    if (dueAt) folded.withdrawalDue = dueAt;
    if (!folded.errands.includes('WITHDRAWAL')) folded.errands.push('WITHDRAWAL');
  },
  'dossier.withdrawal-refused': (folded, { data }) => {
    putOffAnswer(folded, historyEvents['dossier.withdrawal-refused'].parse(data).answerBy);
  },
  'dossier.deadline-set': (folded, { data }) => {
    const { deadline, dueAt } = historyEvents['dossier.deadline-set'].parse(data);
    if (deadline === 'supplement') putOffAnswer(folded, dueAt);
  },
  'dossier.stopped': (folded, { data }) => {
    for (const taskId of historyEvents['dossier.stopped'].parse(data).cancelled) folded.tasks[taskId] = 'cancelled';
    Object.assign(folded, { openTasks: 0, amountDue: 0 });
    delete folded.withdrawalDue;
  },
  'task.due-moved': (folded, { data }) => {
    const { taskId, dueAt } = historyEvents['task.due-moved'].parse(data);
    folded.ends[taskId] = dueAt;
  },
  'task.sent-back': (folded, { data }) => {
    folded.tasks[historyEvents['task.sent-back'].parse(data).taskId] = 'sent-back';
  },
  'task.routed': (folded, { data }) => {
    for (const { taskId, dueAt } of historyEvents['task.routed'].parse(data).opened) {
      folded.tasks[taskId] = 'open';
      folded.ends[taskId] = dueAt;
    }
  },
  'dossier.transferred': (folded, { data }) => {
    folded.office = historyEvents['dossier.transferred'].parse(data).to;
  },
  'dossier.concluded': (folded, { at, data }) => {
    const { outcome, resultCode, number } = historyEvents['dossier.concluded'].parse(data);
    Object.assign(folded, { outcome, resultCode, resultNumber: number, concludedAt: at, openTasks: 0, concluded: folded.concluded + 1 });
    delete folded.awaiting;
  },
  'dossier.returned': (folded, { at }) => {
    folded.returnedAt = at;
  },
  'dossier.rated': (folded) => {
    folded.rated = true;
  },
};

/** States whose dossiers wait for nothing that would come by itself: the result is signed, or nothing leaves them. */
const withoutDeadline: readonly DossierState[] = ['not-accepted', 'stopped', 'processed', 'returned'];

/** Remembers where the dossier came from, and forgets it on the way back; what is stopped or refused keeps it. */
const remember = (folded: Folded, from: string, to: string): void => {
  if (to === 'stopped' || to === 'not-accepted') return;
  if (to === 'withdrawal-requested') folded.withdrawnFrom = from;
  else if (from === 'withdrawal-requested') {
    delete folded.withdrawnFrom;
    delete folded.withdrawalDue;
  } else if (to === 'payment-requested' || to === 'supplement-requested') folded.previous = from;
  else if (from === 'payment-requested' || from === 'supplement-requested') delete folded.previous;
};

const move = (folded: Folded, { from, to }: HistoryEvent): void => {
  if (!to) return;
  // What was asked for stays open only as long as the dossier waits for it, or may come back to waiting for it.
  if (to !== 'supplement-requested' && to !== 'withdrawal-requested') delete folded.supplement;
  if (from) remember(folded, from, to);
  if (withoutDeadline.includes(to)) delete folded.apology;
  // A request to withdraw stops no officer's time; every other step is his answer.
  if (to !== 'new' && to !== 'withdrawal-requested' && from !== 'withdrawal-requested') folded.intakeRuns = false;
  folded.state = to;
};

/** Steps that choose anew what is to happen next by itself. */
const setters: readonly HistoryEventType[] = [
  'payment.awaited',
  'dossier.accepted',
  'dossier.supplement-requested',
  'dossier.supplement-provided',
  'dossier.withdrawal-requested',
  'dossier.withdrawal-refused',
  'dossier.fee-settled',
  'dossier.awaiting-number',
  'dossier.escalated',
  'dossier.extension-drafted',
  'dossier.extended',
  'dossier.due-moved',
  'dossier.deadline-passed',
  'dossier.deadline-set',
  'task.answered',
  'task.decided',
  'task.silent',
  'task.due-moved',
  'task.sent-back',
  'task.routed',
];

/** A booking does so where it is the last one that was due. */
const setsDeadline = ({ type, to }: HistoryEvent): boolean => setters.includes(type) || (type === 'payment.booked' && to !== undefined);

/** @throws when an event's data do not have the shape of its type */
export const foldHistory = (events: readonly HistoryEvent[]): Folded => {
  const folded: Folded = {
    state: 'draft',
    lookups: 'none',
    findings: {},
    uploaded: {},
    askedAnew: [],
    supplements: [],
    amountDue: 0,
    attempts: 0,
    run: 0,
    stage: 0,
    openTasks: 0,
    errands: [],
    intakeRuns: false,
    toldAt: {},
    spoken: [],
    tasks: {},
    ends: {},
    payments: {},
    booked: [],
    feesAsked: 0,
    concluded: 0,
    lookupsWaited: false,
    refused: false,
    rated: false,
  };
  for (const event of events) {
    says[event.type]?.(folded, event);
    if (setsDeadline(event)) folded.deadlineSetAt = event.at;
    if (Object.values(event.data).some((value) => value === wordsReference(event.n))) folded.spoken.push(event.n);
    move(folded, event);
  }
  return folded;
};
