import { terminalStates } from '../../functions/ledger/dossier-state.ts';
import type { HistoryEvent } from '../../functions/ledger/history-event.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { type Action, act, actions, callers, mayTry, reaches } from './dossier-actions.ts';
import { dossierLife } from './dossier-life.ts';
import type { Reach } from './dossier-situations.ts';

/** What came of one action by one caller in one situation. */
export type Tried = {
  readonly situation: string;
  /** State before and after. */
  readonly from: string;
  readonly to: string;
  /** The state before, with those that it came from and may go back to: `supplement-requested < new`. */
  readonly standing: string;
  readonly action: Action;
  readonly caller: string;
  /** Whether the policy and the dossier's own people let the caller try. */
  readonly may: boolean;
  readonly status: number;
  /** Kind of the problem; absent when it was allowed. */
  readonly kind?: string;
  /** Whether anything that is stored of the dossier is different now. */
  readonly changed: boolean;
  readonly told: readonly HistoryEvent[];
};

const standingOf = ({ state, withdrawnFrom, previous }: Meta): string =>
  terminalStates.includes(state) ? state : [state, withdrawnFrom, previous].filter(Boolean).join(' < ');

const kindOf = (type: unknown): string => String(type).split('/').at(-1) ?? '';

/** Tries everything in one situation; a dossier that something has happened to is taken away and a fresh one comes in its place. */
export const tryEverything = async (situation: string, reach: Reach): Promise<Tried[]> => {
  const tried: Tried[] = [];
  const fresh = async () => {
    const life = dossierLife();
    return { life, dossierId: await reach(life) };
  };
  let at = await fresh();
  for (const action of actions)
    for (const caller of Object.keys(callers)) {
      if (!reaches(caller, action)) continue;
      const { life, dossierId } = at;
      const before = life.ledger.meta(dossierId);
      const stored = JSON.stringify(life.ledger.items(dossierId));
      const { status, body } = await act(life, dossierId, action, caller);
      const changed = JSON.stringify(life.ledger.items(dossierId)) !== stored;
      tried.push({
        ...{ situation, action, caller, status, changed, from: before.state, to: life.ledger.meta(dossierId).state },
        may: mayTry(caller, action, before.receivedOffice),
        standing: standingOf(before),
        told: life.ledger.events(dossierId).filter(({ n }) => n > before.n),
        ...(status >= 400 && { kind: kindOf(body['type']) }),
      });
      if (changed || status < 400) at = await fresh();
    }
  return tried;
};
