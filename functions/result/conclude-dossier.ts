import type { DossierState } from '../ledger/dossier-state.ts';
import { resultKey, resultPointerKey, taskKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type StepDeps, takeStep } from '../ledger/take-step.ts';
import { Task, timingOf } from '../ledger/task.ts';
import type { Clock } from '../platform/clock.ts';
import { type IssuedResult, type IssueResultDeps, issueResult } from './issue-result.ts';

export type ConcludeDossierDeps = StepDeps & IssueResultDeps & { readonly ledger: Ledger; readonly clock: Clock };

export type ConcludeDossierInput = { readonly dossierId: string; readonly run: number };

export type ConcludeDossierOutcome =
  | { readonly kind: 'concluded'; readonly outcome: 'GRANTED' | 'REFUSED' }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'not-found' };

/** The decision of the competent agencies: one refusal decides; a grant needs all of them. Undefined while one is missing. */
const decisionOf = async (ledger: Pick<Ledger, 'readItems'>, { dossierId, stages }: Meta): Promise<Task | undefined> => {
  const competent = stages.flat().filter(({ role }) => role === 'competent');
  const items = await ledger.readItems(competent.map(({ n }) => taskKey(dossierId, n)));
  const tasks = items.flatMap((item) => (item ? [Task.parse(item)] : []));
  const refusal = tasks.find(({ answer }) => answer === 'REFUSE');
  if (refusal) return refusal;
  const grants = tasks.filter(({ answer }) => answer === 'GRANT');
  return grants.length === competent.length ? grants.at(-1) : undefined;
};

/**
 * Concludes a decided dossier (4 to 9): numbers and signs its result and stores it, in one step. It rests on the table, not on
 * what the state machine believes; concluding again answers the same.
 */
export const concludeDossier = (deps: ConcludeDossierDeps) => {
  const issue = issueResult(deps);

  return async ({ dossierId, run }: ConcludeDossierInput): Promise<ConcludeDossierOutcome> => {
    // Kept over lost races: a number and a signature are not spent twice on one decision.
    let issued: IssuedResult | undefined;

    const taken = await takeStep(deps)<ConcludeDossierOutcome>(dossierId, async (meta) => {
      if (meta.outcome) return { outcome: { kind: 'concluded', outcome: meta.outcome } };
      if (meta.state !== 'processing') return { outcome: { kind: 'wrong-state', state: meta.state } };
      const decision = await decisionOf(deps.ledger, meta);
      if (!decision) return { outcome: { kind: 'undecided' } };
      issued ??= await issue(meta, decision, deps.clock.now());
      const { at, payload, item, pointer } = issued;
      const { outcome, code: resultCode, number } = payload;
      const timing = timingOf(at, meta.dueAt ?? at.toISOString());
      return {
        step: {
          at,
          by: { kind: 'system', id: 'approval' },
          cause: `${dossierId}-${run}`,
          events: [
            {
              event: { type: 'dossier.concluded', data: { outcome, resultCode, number, timing } },
              edge: { transition: 'conclude', to: 'processed' },
            },
          ],
          change: { outcome, resultCode, concludedAt: at.toISOString(), openTasks: 0, deadline: undefined },
          writes: [
            { kind: 'create', key: resultKey(dossierId), item, otherwise: 'result-exists' },
            { kind: 'create', key: resultPointerKey(resultCode), item: pointer, otherwise: 'result-code-taken' },
          ],
        },
      };
    });

    switch (taken.kind) {
      case 'taken':
        if (!issued) throw new Error('a dossier was concluded without a result');
        return { kind: 'concluded', outcome: issued.payload.outcome };
      case 'refused':
        throw new Error(`dossier ${dossierId} could not be concluded: ${taken.by}`);
      default:
        return taken;
    }
  };
};
