import { calendarOf } from '../calendar/calendars.ts';
import { type DeadlineDeps, deadlineOfTasks } from '../deadline/deadline-after.ts';
import { taskLimits } from '../deadline/task-limits.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import type { OpenedTask } from '../ledger/history-event.ts';
import { taskKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { openedTask, taskWrite } from '../ledger/open-stage.ts';
import { noLeaveToPassOn, type PassedOnEnough } from '../ledger/passing-on.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { parseTaskId, Task } from '../ledger/task.ts';
import { isWithAgencies } from '../ledger/with-agencies.ts';
import { wordsOnce } from '../ledger/words.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import { newOffice } from '../procedure/new-office.ts';

export type RouteTaskDeps = StepDeps & DeadlineDeps & { readonly personalData: Pick<PersonalData, 'seal'>; readonly clock: Clock };

export type RouteTaskInput = {
  readonly caller: Staff;
  readonly taskId: string;
  /** The office that is to answer. */
  readonly office: string;
  readonly reason: string;
  readonly cause: string;
};

export type RouteTaskOutcome =
  | { readonly kind: 'routed'; readonly task: OpenedTask }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-sent-back' }
  | { readonly kind: 'unfit'; readonly detail: string }
  | PassedOnEnough
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

/** The plan with another office for task `n`: what the state machine waits for stays the same. */
const planWith = (stages: Meta['stages'], n: number, { agency, office }: Pick<OpenedTask, 'agency' | 'office'>): Meta['stages'] =>
  stages.map((tasks) => tasks.map((task) => (task.n === n ? { ...task, agency, office } : task)));

/**
 * Gives a task that was sent back to another office: the same task, token and due time. Only a limit of its own begins anew, because it
 * is the new agency's: its silence is judged from when it was asked, and the dossier's clock stays as it is. The new agency gets it like
 * any task that is opened, and for the old one there is no such task any more.
 * @throws OutsideCalendar
 */
export const routeTask = (deps: RouteTaskDeps) => {
  const { ledger, personalData, clock } = deps;

  return async ({ caller, taskId, office: to, reason, cause }: RouteTaskInput): Promise<RouteTaskOutcome> => {
    const { dossierId, n } = parseTaskId(taskId);
    const words = wordsOnce(personalData, dossierId, { reason });
    let task: OpenedTask | undefined;

    const decide = async (meta: Meta): Promise<Decided<RouteTaskOutcome>> => {
      if (meta.office !== caller.office || meta.state === 'draft') return { outcome: { kind: 'not-found' } };
      const item = await ledger.readItem(taskKey(dossierId, n));
      if (!item) return { outcome: { kind: 'not-found' } };
      const { heldBy, ...sentBack } = Task.parse(item);
      if (sentBack.state !== 'sent-back') return { outcome: { kind: 'not-sent-back' } };
      if (!isWithAgencies(meta)) return { outcome: { kind: 'wrong-state', state: meta.state } };
      const next = newOffice(sentBack.office, to, { sameKind: false });
      if (next.kind === 'unfit') return { outcome: next };
      const noLeave = await noLeaveToPassOn(ledger, meta, caller);
      if (noLeave) return { outcome: noLeave };

      const at = clock.now();
      const type = 'task.routed';
      const { office: from } = sentBack;
      const { agency, office } = next;
      const limitOf = taskLimits(procedureOf(deps.procedures, meta), calendarOf(deps.calendars, meta));
      const limit = sentBack.limited && limitOf({ ...sentBack, agency, office }, at);
      const anew = limit ? { dueAt: limit.dueAt, openedAt: at.toISOString() } : {};
      const routed: Task = { ...sentBack, state: 'open', agency, office, ...anew };
      task = openedTask(routed);
      const said = await words(meta, type, at);
      return {
        step: {
          at,
          by: { kind: 'staff', id: caller.sub },
          cause,
          events: [{ event: { type, data: { taskId, from, reason: said.reference, opened: [task] } } }],
          change: { stages: planWith(meta.stages, n, next), ...(await deadlineOfTasks(deps)(meta, at, [routed])) },
          writes: [taskWrite(routed), said.write],
        },
      };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    if (done.kind !== 'taken') return done;
    if (!task) throw new Error('a step was taken that routed no task');
    return { kind: 'routed', task };
  };
};
