import { calendarOf } from '../calendar/calendars.ts';
import { certifiedDue } from '../deadline/certified-due.ts';
import { clockMoment } from '../deadline/clock-moment.ts';
import { type DeadlineDeps, deadlineOfTasks } from '../deadline/deadline-after.ts';
import { movedLimit } from '../deadline/moved-limit.ts';
import { taskLimits } from '../deadline/task-limits.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import type { Actor, NewEvent, OpenedTask } from '../ledger/history-event.ts';
import { taskKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type OpenedStage, openStage, taskWrite } from '../ledger/open-stage.ts';
import type { PersonalData, Sealed } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { parseTaskId, Task, timingOf } from '../ledger/task.ts';
import { isSaidIn, sealTaskWords, type TaskWords } from '../ledger/task-words.ts';
import { isWithAgencies } from '../ledger/with-agencies.ts';
import type { Clock } from '../platform/clock.ts';
import { procedureOf } from '../procedure/catalogue.ts';

export type CloseTaskDeps = StepDeps & DeadlineDeps & { readonly personalData: PersonalData; readonly clock: Clock };

type Answer = NonNullable<Task['answer']>;

/** A task as its answer closed it. */
export type ClosedTask = {
  readonly taskId: string;
  readonly answer: Answer;
  readonly closedAt: string;
  readonly timing: ReturnType<typeof timingOf>;
};

export type CloseTaskInput = {
  readonly taskId: string;
  readonly answer: Answer;
  /** Account or client id of who answers; the same answer of the same one in the same words is a repetition. */
  readonly closedBy: string;
  readonly words: TaskWords;
  readonly role: Task['role'];
  readonly by: Actor;
  readonly cause: string;
  /** Whether the task is the caller's own; another's does not exist for him. */
  readonly owns: (task: Task) => boolean;
  readonly event: (timing: ClosedTask['timing'], opened: readonly OpenedTask[]) => NewEvent;
};

export type CloseTaskOutcome =
  | { readonly kind: 'closed-now' | 'closed-before'; readonly task: ClosedTask }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'other-role' }
  | { readonly kind: 'already-closed' }
  /** It waits to be routed anew; or the dossier was stopped. */
  | { readonly kind: 'sent-back' | 'cancelled' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

const closedTask = ({ taskId, answer, closedAt, dueAt, timing }: Task): ClosedTask => {
  if (!answer || !closedAt) throw new Error(`task ${taskId} is closed without an answer or a time`);
  return { taskId, answer, closedAt, timing: timing ?? timingOf(new Date(closedAt), dueAt) };
};

/** Whether a competent agency has refused in the open stage; `answer` is that of `task`, which is being closed. */
const isRefused = async (ledger: Pick<Ledger, 'readItems'>, meta: Meta, task: Task, answer: Answer): Promise<boolean> => {
  if (answer === 'REFUSE') return true;
  const others = (meta.stages[meta.stage] ?? []).filter(({ n, role }) => role === 'competent' && n !== task.n);
  if (others.length === 0) return false;
  const items = await ledger.readItems(others.map(({ n }) => taskKey(meta.dossierId, n)));
  return items.some((item) => Task.parse(item).answer === 'REFUSE');
};

type Progress = Pick<OpenedStage, 'opened' | 'tasks' | 'writes'> & { readonly change: Partial<OpenedStage['change']> };

/** What follows when one task of the open stage closes: the last one opens the next stage, unless the dossier is refused. */
const progress = async (
  { ledger, procedures, calendars }: CloseTaskDeps,
  meta: Meta,
  task: Task,
  answer: Answer,
  at: Date,
): Promise<Progress> => {
  const openTasks = meta.openTasks - 1;
  const isLast = openTasks === 0 && !meta.stages[meta.stage + 1];
  if (openTasks > 0 || isLast || (await isRefused(ledger, meta, task, answer)))
    return { opened: [], tasks: [], writes: [], change: { openTasks } };
  return openStage(meta, meta.stage + 1, at, taskLimits(procedureOf(procedures, meta), calendarOf(calendars, meta)));
};

/**
 * Closes an open task with an answer, in one step with what follows from it. An answer is valid because its write succeeded: the
 * state machine hears of it afterwards. A second answer finds the task closed; the same one again is given its first effect.
 */
export const closeTask = (deps: CloseTaskDeps) => {
  const { ledger, personalData, clock } = deps;

  return async ({ taskId, answer, closedBy, words, role, by, cause, owns, event }: CloseTaskInput): Promise<CloseTaskOutcome> => {
    const { dossierId, n } = parseTaskId(taskId);
    let written: Task | undefined;
    let sealed: Sealed | undefined;

    const decide = async (meta: Meta): Promise<Decided<CloseTaskOutcome>> => {
      const item = await ledger.readItem(taskKey(dossierId, n));
      if (!item) return { outcome: { kind: 'not-found' } };
      const task = Task.parse(item);
      if (!owns(task)) return { outcome: { kind: 'not-found' } };
      if (task.role !== role) return { outcome: { kind: 'other-role' } };
      if (task.state === 'closed') {
        const isSame = task.answer === answer && task.closedBy === closedBy && (await isSaidIn(personalData, task, words));
        return { outcome: isSame ? { kind: 'closed-before', task: closedTask(task) } : { kind: 'already-closed' } };
      }
      if (task.state !== 'open') return { outcome: { kind: task.state } };
      // Opinions are taken while the applicant is asked for something or asks to withdraw; a decision only when nothing is asked.
      if (role === 'consulted' ? !isWithAgencies(meta) : meta.state !== 'processing')
        return { outcome: { kind: 'wrong-state', state: meta.state } };
      const at = clock.now();
      // A task with a limit of its own goes on while the dossier's clock stands still.
      const moment = task.limited ? at : await clockMoment(ledger, meta, at);
      // What seems late may be in time by what was certified since.
      const moved = task.limited || moment < at ? undefined : await certifiedDue(deps)(meta, at);
      const limit = await movedLimit(deps)(meta, task, at);
      const dueAt = moved?.dueAt ?? limit?.tasks[0]?.dueAt ?? task.dueAt;
      const standing: Meta = moved ? { ...meta, dueAt, deadline: moved.deadline } : meta;
      const timing = timingOf(moment, dueAt);
      // Sealed once, however often the step is decided anew.
      sealed ??= await sealTaskWords(personalData, dossierId, words);
      const closedAt = at.toISOString();
      written = { ...task, dueAt, ...(sealed && { sealed }), state: 'closed', answer, closedBy, closedAt, ...(moment < at && { timing }) };
      const { opened, tasks, writes, change } = await progress(deps, standing, task, answer, at);
      const step = {
        at,
        by,
        cause,
        events: [...(moved?.events ?? []), ...(limit?.events ?? []), event(timing, opened)].map((one) => ({ event: one })),
        change: {
          ...(moved && { dueAt, deadline: moved.deadline }),
          ...change,
          ...(await deadlineOfTasks(deps)(standing, at, [written, ...tasks])),
        },
        writes: [taskWrite(written), ...(moved?.writes ?? []).filter(({ key }) => key.sk !== taskKey(dossierId, n).sk), ...writes],
      };
      return { step };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        if (!written) throw new Error('a step was taken that closed no task');
        return { kind: 'closed-now', task: closedTask(written) };
      default:
        return done;
    }
  };
};
