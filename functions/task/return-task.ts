import { type DeadlineDeps, deadlineOfTasks } from '../deadline/deadline-after.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { taskKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { taskWrite } from '../ledger/open-stage.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { parseTaskId, Task } from '../ledger/task.ts';
import { isWithAgencies } from '../ledger/with-agencies.ts';
import { wordsOnce } from '../ledger/words.ts';
import type { AgencySystem } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';

export type ReturnTaskDeps = StepDeps & DeadlineDeps & { readonly personalData: Pick<PersonalData, 'seal'>; readonly clock: Clock };

export type ReturnTaskInput = {
  readonly caller: Pick<AgencySystem, 'system'>;
  readonly taskId: string;
  readonly reason: string;
  readonly cause: string;
};

export type ReturnTaskOutcome =
  | { readonly kind: 'sent-back'; readonly taskId: string }
  | { readonly kind: 'not-found' }
  /** A decision is not for another agency: the dossier itself would have to go to another office. */
  | { readonly kind: 'competent' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

/**
 * Sends a task back that is for another agency. It waits in the inbox of the dossier's office to be routed anew; its time runs on.
 * Sending it back again changes nothing.
 * @throws OutsideCalendar
 */
export const returnTask = (deps: ReturnTaskDeps) => {
  const { ledger, personalData, clock } = deps;

  return async ({ caller: { system }, taskId, reason, cause }: ReturnTaskInput): Promise<ReturnTaskOutcome> => {
    const { dossierId, n } = parseTaskId(taskId);
    const words = wordsOnce(personalData, dossierId, { reason });

    const decide = async (meta: Meta): Promise<Decided<ReturnTaskOutcome>> => {
      const item = await ledger.readItem(taskKey(dossierId, n));
      const task = item && Task.parse(item);
      if (task?.agency !== system) return { outcome: { kind: 'not-found' } };
      if (task.role === 'competent') return { outcome: { kind: 'competent' } };
      if (task.state === 'sent-back') return { outcome: { kind: 'sent-back', taskId } };
      if (task.state !== 'open') return { outcome: { kind: 'closed' } };
      if (!isWithAgencies(meta)) return { outcome: { kind: 'wrong-state', state: meta.state } };

      const at = clock.now();
      const type = 'task.sent-back';
      const said = await words(meta, type, at);
      const { agency, office } = task;
      const sentBack: Task = { ...task, state: 'sent-back', heldBy: { agency: meta.agency, office: meta.office } };
      return {
        step: {
          at,
          by: { kind: 'agency', id: system },
          cause,
          events: [{ event: { type, data: { taskId, agency, office, reason: said.reference } } }],
          // The silence of an agency that says the task is not its own is no agreement.
          change: await deadlineOfTasks(deps)(meta, at, [sentBack]),
          writes: [taskWrite(sentBack), said.write],
        },
      };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'sent-back', taskId };
      default:
        return done;
    }
  };
};
