import { certifiedDue } from '../deadline/certified-due.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { decisionOf, readDeciding } from '../ledger/decision.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { errandKey, resultKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { concludeStep } from './conclude-step.ts';
import { type IssuedResult, type IssueResultDeps, issueResult } from './issue-result.ts';
import { StoredResult } from './result.ts';

export type NumberResultDeps = StepDeps & IssueResultDeps & DeadlineDeps & { readonly ledger: Ledger; readonly clock: Clock };

export type NumberResultInput = { readonly caller: Pick<Staff, 'sub' | 'office'>; readonly dossierId: string; readonly cause: string };

export type NumberResultOutcome =
  | { readonly kind: 'numbered'; readonly meta: Meta; readonly number: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

type Numbered = { readonly kind: 'numbered-before'; readonly meta: Meta };

/**
 * Gives the result that a leader has decided its number, signs it with the cell's key and concludes the dossier (4 to 9). Of two clerks
 * at once one gives the number, and both are told that one; asking again answers the same.
 */
export const numberResult = (deps: NumberResultDeps) => {
  const { ledger, clock } = deps;
  const issue = issueResult(deps);

  return async ({ caller: { sub, office }, dossierId, cause }: NumberResultInput): Promise<NumberResultOutcome> => {
    // Kept over lost races: a number and a signature are not spent twice on one decision.
    let issued: IssuedResult | undefined;

    const taken = await takeStep(deps)<Exclude<NumberResultOutcome, { kind: 'numbered' }> | Numbered>(dossierId, async (meta) => {
      if (meta.office !== office || meta.state === 'draft') return { outcome: { kind: 'not-found' } };
      if (meta.outcome) return { outcome: { kind: 'numbered-before', meta } };
      if (meta.state !== 'processing' || meta.awaiting !== 'NUMBER') return { outcome: { kind: 'wrong-state', state: meta.state } };
      const decision = decisionOf(meta.stages, await readDeciding(ledger, meta));
      if (!decision) throw new Error(`dossier ${dossierId} awaits a number without a decision`);
      issued ??= await issue(meta, decision, clock.now());
      const step = concludeStep(meta, issued, await certifiedDue(deps)(meta, issued.at));
      const numberedAt = issued.at.toISOString();
      return {
        step: {
          ...step,
          by: { kind: 'staff', id: sub },
          cause,
          writes: [
            ...(step.writes ?? []),
            { kind: 'put', key: errandKey(dossierId, 'NUMBERING'), item: { dossierId, numberedAt, numberedBy: sub } },
          ],
        },
      };
    });

    switch (taken.kind) {
      case 'taken':
      case 'numbered-before': {
        const { number } = StoredResult.omit({ sealed: true }).parse(await ledger.readItem(resultKey(dossierId)));
        return { kind: 'numbered', meta: taken.meta, number };
      }
      case 'refused':
        throw new Error(`dossier ${dossierId} could not be numbered: ${taken.by}`);
      default:
        return taken;
    }
  };
};
