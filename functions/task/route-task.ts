import type { DossierState } from '../ledger/dossier-state.ts';
import type { OpenedTask } from '../ledger/history-event.ts';
import { taskKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { taskWrite } from '../ledger/open-stage.ts';
import type { PersonalData, Sealed } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import { parseTaskId, Task } from '../ledger/task.ts';
import { isWithAgencies } from '../ledger/with-agencies.ts';
import { sealWords, wordsReference, wordsWrite } from '../ledger/words.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { newOffice } from '../procedure/new-office.ts';

export type RouteTaskDeps = StepDeps & { readonly personalData: Pick<PersonalData, 'seal'>; readonly clock: Clock };

export type RouteTaskInput = {
  readonly caller: Pick<Staff, 'sub' | 'office'>;
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
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

/** The plan with another office for task `n`: what the state machine waits for stays the same. */
const planWith = (stages: Meta['stages'], n: number, { agency, office }: Pick<OpenedTask, 'agency' | 'office'>): Meta['stages'] =>
  stages.map((tasks) => tasks.map((task) => (task.n === n ? { ...task, agency, office } : task)));

/**
 * Gives a task that was sent back to another office: the same task, token and due time. The new agency gets it like any task that is
 * opened, and for the old one there is no such task any more.
 */
export const routeTask = (deps: RouteTaskDeps) => {
  const { ledger, personalData, clock } = deps;

  return async ({ caller, taskId, office: to, reason, cause }: RouteTaskInput): Promise<RouteTaskOutcome> => {
    const { dossierId, n } = parseTaskId(taskId);
    let sealed: Sealed | undefined;
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

      const at = clock.now();
      const type = 'task.routed';
      const said = meta.n + 1;
      const { kind, role, dueAt, office: from } = sentBack;
      const { agency, office } = next;
      task = { taskId, kind, role, agency, office, dueAt };
      // Sealed once, however often the step is decided anew.
      sealed ??= await sealWords(personalData, dossierId, { reason });
      return {
        step: {
          at,
          by: { kind: 'staff', id: caller.sub },
          cause,
          events: [{ event: { type, data: { taskId, from, reason: wordsReference(said), opened: [task] } } }],
          change: { stages: planWith(meta.stages, n, next) },
          writes: [taskWrite({ ...sentBack, state: 'open', agency, office }), wordsWrite(dossierId, said, type, at, sealed)],
        },
      };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        if (!task) throw new Error('a step was taken that routed no task');
        return { kind: 'routed', task };
      case 'refused':
        throw new Error(`routing a task creates nothing that could be there already, yet ${done.by}`);
      default:
        return done;
    }
  };
};
