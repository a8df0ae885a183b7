import { calendarOf } from '../calendar/calendars.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { dossierClock } from '../deadline/dossier-clock.ts';
import { Extension, signedWrite } from '../deadline/extension.ts';
import { moveDue, passedToo } from '../deadline/move-due.ts';
import { moveTasks } from '../deadline/move-tasks.ts';
import { nextDeadline } from '../deadline/next-deadline.ts';
import { readClockEvents } from '../deadline/read-clock-events.ts';
import { isDecided } from '../ledger/decision.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { PersonalData, Sealed } from '../ledger/personal-data.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { timingOf } from '../ledger/task.ts';
import { sealWords, wordsReference, wordsWrite } from '../ledger/words.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import { type NewDueFault, newDueFault } from './new-due.ts';

export type ExtendDossierDeps = StepDeps & DeadlineDeps & { readonly personalData: Pick<PersonalData, 'seal'>; readonly clock: Clock };

export type ExtendDossierInput = {
  readonly caller: Pick<Staff, 'sub' | 'office'>;
  readonly dossierId: string;
  /** RFC 3339 with an offset. */
  readonly dueAt: string;
  readonly reason: string;
  readonly legalBasis: string;
  readonly cause: string;
};

type Signed = Pick<Extension, 'dueBefore'> & { readonly signed: NonNullable<Extension['signed']> };

export type ExtendDossierOutcome =
  | ({ readonly kind: 'extended' } & Signed)
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'decided' }
  | { readonly kind: 'extended-before'; readonly dueAt: string }
  | NewDueFault;

/** States in which the clock may run. */
const RUNNING: readonly DossierState[] = ['accepted', 'processing', 'payment-requested'];

/** The extension that a dossier has already: the same again of the same leader is a repetition. */
const signedBefore = ({ signed, dueBefore }: Extension, by: string, dueAt: string): ExtendDossierOutcome => {
  if (!signed) throw new Error('a dossier was extended without a signature');
  if (signed.by === by && signed.dueAt === dueAt) return { kind: 'extended', dueBefore, signed };
  return { kind: 'extended-before', dueAt: signed.dueAt };
};

/**
 * A leader signs the apology for a delay and puts the due time off, once: before it has passed, or afterwards, and then the dossier stays
 * late. The procedure says how far. Tasks that wait are due with it. What was certified as downtime since counts first, so that a dossier
 * that is not late is not taken for one.
 * @throws OutsideCalendar when the time up to now lies outside of the calendar
 */
export const extendDossier = (deps: ExtendDossierDeps) => {
  const { ledger, personalData } = deps;

  return async ({ caller, dossierId, reason, legalBasis, cause, ...input }: ExtendDossierInput): Promise<ExtendDossierOutcome> => {
    const dueAt = new Date(input.dueAt).toISOString();
    let sealed: Sealed | undefined;
    let written: Signed | undefined;

    const decide = async (meta: Meta): Promise<Decided<ExtendDossierOutcome>> => {
      const { state } = meta;
      if (meta.office !== caller.office || state === 'draft') return { outcome: { kind: 'not-found' } };
      if (meta.extension) {
        const extension = Extension.parse(await ledger.readItem(errandKey(dossierId, 'EXTENSION')));
        return { outcome: signedBefore(extension, caller.sub, dueAt) };
      }
      if (!RUNNING.includes(state) || meta.previous === 'processed') return { outcome: { kind: 'wrong-state', state } };
      const tasks = await readTasks(ledger, meta);
      if (isDecided(meta.stages, tasks)) return { outcome: { kind: 'decided' } };

      const procedure = procedureOf(deps.procedures, meta);
      const calendar = calendarOf(deps.calendars, meta);
      const before = await readClockEvents(deps, meta, procedure);
      const clock = dossierClock(meta, procedure, calendar, before);
      if (clock.kind !== 'running') return { outcome: { kind: 'wrong-state', state } };
      const at = deps.clock.now();
      const moved = moveDue(meta, clock, tasks, 'CERTIFIED_DOWNTIME');
      const dueBefore = moved?.dueAt ?? meta.dueAt ?? clock.dueAt.toISOString();
      const bounds = { at, dueBefore, most: procedure.extension.value, rules: procedure.clock };
      const fault = newDueFault(clock.time, new Date(dueAt), bounds);
      if (fault) return { outcome: fault };

      // The due time holds through its own minute, here as for the sweep and for the conclusion.
      const timing = timingOf(at, dueBefore) === 'AFTER' ? 'LATE' : 'IN_TIME';
      const type = 'dossier.extended';
      const first = moved ? [moved.event, ...passedToo(moved.dueAt, at)] : [];
      const n = meta.n + first.length + 1;
      const words = wordsReference(n);
      // Sealed once, however often the step is decided anew.
      sealed ??= await sealWords(personalData, dossierId, { reason, legalBasis });
      written = { dueBefore, signed: { at: at.toISOString(), by: caller.sub, dueAt, timing } };
      const { told, writes, tasks: standing } = moveTasks(moved?.tasks ?? tasks, dueAt);
      // What was reached before and not told yet says nothing any more: the leader knows, and the percents are reckoned anew.
      const change: Step['change'] = { dueAt, extension: timing, apology: undefined, deadline: undefined };
      const after = dossierClock(meta, procedure, calendar, [...before, { kind: 'EXTENSION', from: at, dueAt: new Date(dueAt) }]);
      return {
        step: {
          ...{ at, by: { kind: 'staff' as const, id: caller.sub }, cause },
          events: [
            ...first.map((event) => ({ event })),
            { event: { type, data: { from: dueBefore, dueAt, timing, reason: words, legalBasis: words, ...told } } },
          ],
          change: { ...change, deadline: nextDeadline({ meta: { ...meta, ...change }, clock: after, tasks: standing }, { at }) },
          writes: [signedWrite({ dossierId, ...written }), ...writes, wordsWrite(dossierId, n, type, at, sealed)],
        },
      };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        if (!written) throw new Error('a step was taken that signed nothing');
        return { kind: 'extended', ...written };
      default:
        return done;
    }
  };
};
