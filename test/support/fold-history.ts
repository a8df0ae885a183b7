import { type HistoryEvent, historyEvents, type OpenedTask } from '../../functions/ledger/history-event.ts';

/** What a history by itself says about a dossier; written apart from the product's own step, to judge it. */
export type Folded = {
  state: string;
  code?: string;
  lookups: string;
  findings: Record<string, string>;
  uploaded: string[];
  dueAt?: string;
  amountDue: number;
  attempts: number;
  receiptNumber?: string;
  run: number;
  stage: number;
  openTasks: number;
  outcome?: string;
  resultCode?: string;
  /** Answer by task id; `open` while there is none. */
  tasks: Record<string, string>;
  /** References of booked payments. */
  booked: string[];
  /** How often it was concluded. */
  concluded: number;
};

const open = (folded: Folded, tasks: readonly OpenedTask[] | undefined): void => {
  for (const { taskId } of tasks ?? []) folded.tasks[taskId] = 'open';
  if (tasks) folded.openTasks = tasks.length;
};

const close = (folded: Folded, taskId: string, answer: string, next: readonly OpenedTask[] | undefined): void => {
  folded.tasks[taskId] = answer;
  folded.openTasks -= 1;
  if (next) folded.stage += 1;
  open(folded, next);
};

const apply = (folded: Folded, event: HistoryEvent): void => {
  switch (event.type) {
    case 'document.uploaded':
      folded.uploaded = [...new Set([...folded.uploaded, historyEvents[event.type].parse(event.data).document])];
      break;
    case 'dossier.submitted':
      folded.code = historyEvents[event.type].parse(event.data).code;
      folded.lookups = 'waiting';
      break;
    case 'dossier.looked-up':
      folded.findings = { ...historyEvents[event.type].parse(event.data).findings };
      folded.lookups = 'done';
      break;
    case 'dossier.accepted': {
      const { dueAt, identityVerifiedBy, findings } = historyEvents[event.type].parse(event.data);
      folded.dueAt = dueAt;
      if (findings) Object.assign(folded, { lookups: 'skipped', findings: { ...folded.findings, ...findings } });
      if (identityVerifiedBy) folded.findings['identity'] = identityVerifiedBy;
      break;
    }
    case 'dossier.payment-requested':
      folded.amountDue = historyEvents[event.type].parse(event.data).amount;
      break;
    case 'payment.attempted':
      folded.attempts = historyEvents[event.type].parse(event.data).attempt;
      break;
    case 'payment.booked': {
      const { amount, reference, receipt } = historyEvents[event.type].parse(event.data);
      folded.amountDue = Math.max(0, folded.amountDue - amount);
      folded.booked.push(reference);
      folded.receiptNumber ??= receipt;
      break;
    }
    case 'dossier.processing-started': {
      const { run, opened } = historyEvents[event.type].parse(event.data);
      folded.run = run;
      open(folded, opened);
      break;
    }
    case 'dossier.execution-restarted':
      folded.run = historyEvents[event.type].parse(event.data).run;
      break;
    case 'task.answered': {
      const { taskId, answer, opened } = historyEvents[event.type].parse(event.data);
      close(folded, taskId, answer, opened);
      break;
    }
    case 'task.decided': {
      const { taskId, decision, opened } = historyEvents[event.type].parse(event.data);
      close(folded, taskId, decision, opened);
      break;
    }
    case 'dossier.concluded': {
      const { outcome, resultCode } = historyEvents[event.type].parse(event.data);
      Object.assign(folded, { outcome, resultCode, openTasks: 0, concluded: folded.concluded + 1 });
      break;
    }
    default:
  }
};

export const foldHistory = (events: readonly HistoryEvent[]): Folded => {
  const folded: Folded = {
    state: 'draft',
    lookups: 'none',
    findings: {},
    uploaded: [],
    amountDue: 0,
    attempts: 0,
    run: 0,
    stage: 0,
    openTasks: 0,
    tasks: {},
    booked: [],
    concluded: 0,
  };
  for (const event of events) {
    apply(folded, event);
    if (event.to) folded.state = event.to;
  }
  return folded;
};
