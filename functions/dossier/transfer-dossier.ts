import type { Calendar } from '../calendar/calendar.ts';
import { draftWrite } from '../deadline/extension.ts';
import { isDecided } from '../ledger/decision.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { openedTask, taskWrite } from '../ledger/open-stage.ts';
import { noLeaveToPassOn, type PassedOnEnough } from '../ledger/passing-on.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import { Surplus, surplusWrite } from '../ledger/surplus.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { isPending, type Task } from '../ledger/task.ts';
import { wordsOnce } from '../ledger/words.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { awaitsIntake, intakeIndex } from '../procedure/intake.ts';
import { newOffice } from '../procedure/new-office.ts';
import { isOfOffice } from './staff-dossier.ts';

export type TransferDossierDeps = StepDeps & {
  readonly personalData: Pick<PersonalData, 'seal'>;
  readonly calendar: Calendar;
  readonly clock: Clock;
};

export type TransferDossierInput = {
  readonly caller: Staff;
  readonly dossierId: string;
  /** The office that is to decide. */
  readonly office: string;
  readonly reason: string;
  readonly cause: string;
};

export type TransferDossierOutcome =
  | { readonly kind: 'transferred'; readonly meta: Meta }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unfit'; readonly detail: string }
  | PassedOnEnough
  | { readonly kind: 'decided' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

/** States in which an office can hand a dossier over; a request to withdraw is answered first. */
const movable: readonly DossierState[] = ['new', 'accepted', 'processing', 'supplement-requested', 'payment-requested'];

type Place = { readonly agency: string; readonly office: string };

/** A task after its dossier went from the office `from` to another one: the office's own go with it, also those it holds for others. */
const moved = (task: Task, from: string, to: Place): Task => ({
  ...task,
  ...(task.office === from && to),
  ...(task.heldBy && { heldBy: to }),
});

/** The plan with the office's own tasks at the other one; what is closed stays where it was closed. */
const planWithout = (stages: Meta['stages'], tasks: readonly Task[], from: string, to: Place): Meta['stages'] => {
  const closed = tasks.filter((task) => !isPending(task)).map(({ n }) => n);
  return stages.map((stage) =>
    stage.map((planned) => (planned.office === from && !closed.includes(planned.n) ? { ...planned, ...to } : planned)),
  );
};

/**
 * Hands a dossier over to the office that is competent for it, of the same kind and in the same cell: the same code, the same clock. The
 * decision goes with it; agencies that are asked stay the same, and send back what is not theirs.
 * @throws OutsideCalendar
 */
export const transferDossier = (deps: TransferDossierDeps) => {
  const { ledger, personalData, calendar, clock } = deps;

  return async ({ caller, dossierId, office: wanted, reason, cause }: TransferDossierInput): Promise<TransferDossierOutcome> => {
    const words = wordsOnce(personalData, dossierId, { reason });

    const decide = async (meta: Meta): Promise<Decided<TransferDossierOutcome>> => {
      if (!isOfOffice(meta, caller)) return { outcome: { kind: 'not-found' } };
      if (!movable.includes(meta.state)) return { outcome: { kind: 'wrong-state', state: meta.state } };
      const next = newOffice(meta.office, wanted, { sameKind: true });
      if (next.kind === 'unfit') return { outcome: next };
      const tasks = await readTasks(ledger, meta);
      if (isDecided(meta.stages, tasks)) return { outcome: { kind: 'decided' } };
      const noLeave = await noLeaveToPassOn(ledger, meta, caller);
      if (noLeave) return { outcome: noLeave };

      const at = clock.now();
      const type = 'dossier.transferred';
      const { office: from } = meta;
      const to: Place = { agency: next.agency, office: next.office };
      const after = { ...meta, ...to };
      // As long as nothing is stopped, only a second attempt can bring more than was due.
      const surplus = meta.attempts > 1 ? await ledger.readItem(errandKey(dossierId, 'SURPLUS')) : undefined;
      const pending = tasks.filter((task) => isPending(task) && (task.office === from || task.heldBy)).map((task) => moved(task, from, to));
      const opened = pending.filter(({ state, office }) => state === 'open' && office === to.office).map(openedTask);
      const said = await words(meta, type, at);
      return {
        step: {
          at,
          by: { kind: 'staff', id: caller.sub },
          cause,
          events: [{ event: { type, data: { from, to: to.office, reason: said.reference, ...(opened.length > 0 && { opened }) } } }],
          change: { ...to, stages: planWithout(meta.stages, tasks, from, to) },
          ...(awaitsIntake(meta) && { index: intakeIndex(calendar, after) }),
          writes: [
            ...pending.map(taskWrite),
            ...(meta.apology ? [draftWrite(after, at)] : []),
            ...(surplus ? [surplusWrite(after, Surplus.parse(surplus))] : []),
            said.write,
          ],
        },
      };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    return done.kind === 'taken' ? { kind: 'transferred', meta: done.meta } : done;
  };
};
