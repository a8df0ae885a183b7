import { withinCalendar } from '../calendar/outside-calendar.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { isDecided, readDeciding } from '../ledger/decision.ts';
import { allows, type DossierState } from '../ledger/dossier-state.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData, Sealed } from '../ledger/personal-data.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { sealWords, wordsReference, wordsWrite } from '../ledger/words.ts';
import type { Clock } from '../platform/clock.ts';
import { withdrawalDueAt } from '../procedure/intake.ts';
import { deadlineStanding } from './deadline-standing.ts';
import { withdrawalWrite } from './withdrawal.ts';

export type RequestWithdrawalDeps = StepDeps &
  DeadlineDeps & {
    readonly ownerIndex: Pick<OwnerIndex, 'all'>;
    readonly personalData: Pick<PersonalData, 'seal'>;
    readonly clock: Clock;
  };

export type RequestWithdrawalInput = {
  readonly pin: string;
  readonly dossierId: string;
  readonly reason?: string | undefined;
  readonly cause: string;
};

export type RequestWithdrawalOutcome =
  | { readonly kind: 'requested'; readonly meta: Meta }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'decided' };

const EDGE = { transition: 'requestWithdrawal', to: 'withdrawal-requested' } as const;

/**
 * Asks to withdraw an own dossier, wherever it stands between its submission and its decision; its office answers. Until then agencies
 * may still give their opinions, and nobody decides. Asking again while the answer is open changes nothing.
 */
export const requestWithdrawal = (deps: RequestWithdrawalDeps) => {
  const { ledger, ownerIndex, personalData, clock } = deps;

  return async ({ pin, dossierId, reason, cause }: RequestWithdrawalInput): Promise<RequestWithdrawalOutcome> => {
    const ownerKeys = await ownerIndex.all(pin);
    let sealed: Sealed | undefined;

    const decide = async (meta: Meta): Promise<Decided<RequestWithdrawalOutcome>> => {
      if (!ownerKeys.includes(meta.ownerKey)) return { outcome: { kind: 'not-found' } };
      if (meta.state === EDGE.to) return { outcome: { kind: 'requested', meta } };
      if (!allows(meta.state, EDGE)) return { outcome: { kind: 'wrong-state', state: meta.state } };
      if (isDecided(meta.stages, await readDeciding(ledger, meta))) return { outcome: { kind: 'decided' } };

      const at = clock.now();
      const withdrawalDue = withinCalendar(() => withdrawalDueAt(deps.calendars.current, meta.agency, at))?.toISOString();
      const asked: Meta = { ...meta, state: EDGE.to, withdrawnFrom: meta.state, withdrawalDue };
      const type = 'dossier.withdrawal-requested';
      const n = meta.n + 1;
      // Sealed once, however often the step is decided anew.
      if (reason) sealed ??= await sealWords(personalData, dossierId, { reason });
      return {
        step: {
          at,
          by: { kind: 'owner' },
          cause,
          events: [
            {
              event: { type, data: { ...(sealed && { reason: wordsReference(n) }), ...(withdrawalDue && { dueAt: withdrawalDue }) } },
              edge: EDGE,
            },
          ],
          change: { withdrawalDue, deadline: (await deadlineStanding(deps)(asked, at)).deadline },
          writes: [withdrawalWrite(meta, at.toISOString(), true), ...(sealed ? [wordsWrite(dossierId, n, type, at, sealed)] : [])],
        },
      };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'requested', meta: done.meta };
      default:
        return done;
    }
  };
};
