import { describe, expect, it } from 'vitest';
import {
  allows,
  dossierStates,
  portalStatus,
  type TransitionName,
  terminalStates,
  transitions,
} from '../../../functions/ledger/dossier-state.ts';

/** The edges of the domain notes (rules.md 1.4, README.md), by the portal's numbers; 0 is the draft before the portal knows it. */
const drawn: Readonly<Record<number, readonly number[]>> = {
  0: [1],
  1: [2, 3, 5, 6, 7],
  2: [4, 5, 6, 7, 8],
  3: [],
  4: [5, 6, 7, 8, 9],
  5: [4, 2, 7, 8],
  6: [1, 2, 4, 9, 7, 8],
  7: [8, 1, 2, 4, 5, 6],
  8: [],
  9: [6, 10],
  10: [],
};

/** Every state that a transition may leave and reach, written out once more. */
const table: Readonly<Record<TransitionName, readonly (readonly [number, number])[]>> = {
  submit: [[0, 1]],
  accept: [[1, 2]],
  refuseIntake: [
    [1, 3],
    [5, 3],
  ],
  requestSupplement: [
    [1, 5],
    [2, 5],
    [4, 5],
  ],
  completeSupplement: [
    [5, 2],
    [5, 4],
  ],
  requestPayment: [
    [1, 6],
    [2, 6],
    [4, 6],
    [9, 6],
  ],
  settlePayment: [
    [6, 1],
    [6, 2],
    [6, 4],
    [6, 9],
  ],
  startProcessing: [[2, 4]],
  requestWithdrawal: [
    [1, 7],
    [2, 7],
    [4, 7],
    [5, 7],
    [6, 7],
  ],
  refuseWithdrawal: [
    [7, 1],
    [7, 2],
    [7, 4],
    [7, 5],
    [7, 6],
  ],
  stop: [
    [2, 8],
    [4, 8],
    [5, 8],
    [6, 8],
    [7, 8],
  ],
  conclude: [[4, 9]],
  return: [[9, 10]],
};

const names = Object.keys(transitions) as TransitionName[];
const every = dossierStates.flatMap((from) => dossierStates.flatMap((to) => names.map((transition) => ({ from, transition, to }))));

describe('the transition table', () => {
  it('is known here in full', () => {
    expect(names.sort()).toEqual(Object.keys(table).sort());
  });

  it.each(dossierStates.flatMap((from) => names.map((transition) => ({ from, transition }))))(
    'lets $transition leave $from for the drawn states only',
    ({ from, transition }) => {
      for (const to of dossierStates) {
        const isDrawn = table[transition].some(([a, b]) => a === portalStatus[from] && b === portalStatus[to]);
        expect([to, allows(from, { transition, to })]).toEqual([to, isDrawn]);
      }
    },
  );

  it.each(dossierStates)('leads from %s exactly where the portal’s state diagram does, and one way of ours', (from) => {
    const reached = new Set(
      every.filter(({ from: at, transition, to }) => at === from && allows(at, { transition, to })).map(({ to }) => portalStatus[to]),
    );
    const ours = from === 'supplement-requested' ? [portalStatus['not-accepted']] : [];
    expect(reached).toEqual(new Set([...(drawn[portalStatus[from]] ?? []), ...ours]));
  });

  it('ends at 3, 8 and 10 and nowhere else', () => {
    expect(terminalStates.map((state) => portalStatus[state])).toEqual([3, 8, 10]);
  });

  it('reaches every state from the draft', () => {
    const reached = new Set<string>(['draft']);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const { from, transition, to } of every) if (reached.has(from) && allows(from, { transition, to })) reached.add(to);
    }
    expect(reached.size).toBe(dossierStates.length);
  });
});
