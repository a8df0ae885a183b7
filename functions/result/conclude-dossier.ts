import { certifiedDue } from '../deadline/certified-due.ts';
import { type DeadlineDeps, deadlineAfter } from '../deadline/deadline-after.ts';
import { decisionOf, readDeciding } from '../ledger/decision.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { errandIn } from '../ledger/errand.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { Ledger, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import { concludeStep } from './conclude-step.ts';
import { type IssuedResult, type IssueResultDeps, issueResult } from './issue-result.ts';

export type ConcludeDossierDeps = StepDeps & IssueResultDeps & DeadlineDeps & { readonly ledger: Ledger; readonly clock: Clock };

export type ConcludeDossierInput = { readonly dossierId: string; readonly run: number };

type Outcome = NonNullable<Meta['outcome']>;

export type ConcludeDossierOutcome =
  | { readonly kind: 'concluded'; readonly outcome: Outcome }
  /** Decided; a clerk numbers the result, which concludes it. */
  | { readonly kind: 'awaiting-number'; readonly outcome: Outcome }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'not-found' };

/** Puts a decided dossier before the clerk of its office, by the time at which it is due. */
const awaitNumber = (
  { dossierId, agency, office, dueAt }: Meta,
  outcome: Outcome,
  at: Date,
): Pick<Step, 'events' | 'change' | 'writes'> => ({
  events: [{ event: { type: 'dossier.awaiting-number', data: { outcome } } }],
  change: { awaiting: 'NUMBER' },
  writes: [
    {
      kind: 'put',
      key: errandKey(dossierId, 'NUMBERING'),
      item: { dossierId, decidedAt: at.toISOString(), ...errandIn(dossierId, { agency, office }, dueAt ?? at.toISOString()) },
    },
  ],
});

/**
 * Concludes a decided dossier (4 to 9): numbers and signs its result and stores it, in one step; or, where a clerk gives the number,
 * lays it before the clerk. It rests on the table, not on what the state machine believes; concluding again answers the same.
 */
export const concludeDossier = (deps: ConcludeDossierDeps) => {
  const issue = issueResult(deps);

  return async ({ dossierId, run }: ConcludeDossierInput): Promise<ConcludeDossierOutcome> => {
    // Kept over lost races: a number and a signature are not spent twice on one decision.
    let issued: IssuedResult | undefined;
    let answer: ConcludeDossierOutcome | undefined;

    const taken = await takeStep(deps)<ConcludeDossierOutcome>(dossierId, async (meta) => {
      if (meta.outcome) return { outcome: { kind: 'concluded', outcome: meta.outcome } };
      if (meta.state !== 'processing') return { outcome: { kind: 'wrong-state', state: meta.state } };
      const decision = decisionOf(meta.stages, await readDeciding(deps.ledger, meta));
      if (!decision) return { outcome: { kind: 'undecided' } };
      const outcome: Outcome = decision.answer === 'REFUSE' ? 'REFUSED' : 'GRANTED';
      const waits = procedureOf(deps.procedures, meta).numbering.value === 'CLERK';
      const done: ConcludeDossierOutcome = { kind: waits ? 'awaiting-number' : 'concluded', outcome };
      if (meta.awaiting) return { outcome: done };
      answer = done;
      const by = { by: { kind: 'system', id: 'approval' }, cause: `${dossierId}-${run}` } as const;
      if (waits) {
        const at = deps.clock.now();
        const { change, ...awaits } = awaitNumber(meta, outcome, at);
        const deadline = await deadlineAfter(deps)({ meta: { ...meta, ...change }, at });
        return { step: { at, ...by, ...awaits, change: { ...change, deadline } } };
      }
      issued ??= await issue(meta, decision, deps.clock.now());
      return { step: { ...concludeStep(meta, issued, await certifiedDue(deps)(meta, issued.at)), ...by } };
    });

    switch (taken.kind) {
      case 'taken':
        if (!answer) throw new Error('a dossier was concluded without a decision');
        return answer;
      case 'refused':
        throw new Error(`dossier ${dossierId} could not be concluded: ${taken.by}`);
      default:
        return taken;
    }
  };
};
