import { type IntakeDeps, intakeTimingWithDowntimes } from '../deadline/intake-put-off.ts';
import { refusalKey } from '../ledger/item-keys.ts';
import type { Item } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { takesIn } from '../ledger/office-of-dossier.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type NotForIntake, notForIntake } from '../procedure/intake.ts';
import { sealRefusal } from './refusal.ts';

export type RefuseDossierDeps = StepDeps & IntakeDeps & { readonly personalData: Pick<PersonalData, 'seal'>; readonly clock: Clock };

export type RefuseDossierInput = {
  readonly caller: Staff;
  readonly dossierId: string;
  readonly reason: string;
  readonly legalBasis: string;
  readonly cause: string;
};

export type RefuseDossierOutcome = { readonly kind: 'refused-intake'; readonly meta: Meta } | { readonly kind: 'not-found' } | NotForIntake;

/** What the event says of the words: they are free text, may name a person and stay sealed in the item of this name. */
const REFERENCE = 'REFUSAL';

/** Does not accept a submission; the owner can read why. */
export const refuseDossier =
  (deps: RefuseDossierDeps) =>
  async ({ caller, dossierId, reason, legalBasis, cause }: RefuseDossierInput): Promise<RefuseDossierOutcome> => {
    let item: Item | undefined;

    const decide = async (meta: Meta): Promise<Decided<Exclude<RefuseDossierOutcome, { kind: 'refused-intake' }>>> => {
      if (!takesIn(meta, caller)) return { outcome: { kind: 'not-found' } };
      const notYet = notForIntake(meta);
      if (notYet) return { outcome: notYet };
      const at = deps.clock.now();
      // Sealed once, however often the step is decided anew.
      item ??= await sealRefusal(deps.personalData, dossierId, { reason, legalBasis, at: at.toISOString() });
      return {
        step: {
          at,
          by: { kind: 'staff', id: caller.sub },
          cause,
          events: [
            {
              event: {
                type: 'dossier.not-accepted',
                data: { reason: REFERENCE, legalBasis: REFERENCE, timing: await intakeTimingWithDowntimes(deps, meta, at) },
              },
              edge: { transition: 'refuseIntake', to: 'not-accepted' },
            },
          ],
          change: { deadline: undefined, supplement: undefined },
          writes: [{ kind: 'put', key: refusalKey(dossierId), item }],
        },
      };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'refused-intake', meta: done.meta };
      case 'refused':
        throw new Error(`refusal of ${dossierId} was refused: ${done.by}`);
      default:
        return done;
    }
  };
