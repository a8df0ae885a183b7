import { allows, type DossierState, terminalStates } from './dossier-state.ts';
import { type HistoryEvent, historyEvents } from './history-event.ts';
import { IllegalStep, type Step } from './ledger.ts';
import { Meta } from './meta.ts';
import { type CameFrom, leadsBack, rememberedAfter } from './ways-back.ts';

/**
 * Computes what a step makes of META, and its numbered events. Pure: adapters only write the answer.
 * @throws IllegalStep when an edge is not in the transition table, or when a step has no event (every step has one)
 */
export const applyStep = (meta: Meta, step: Step): { readonly meta: Meta; readonly events: readonly HistoryEvent[] } => {
  if (step.events.length === 0) throw new Error('a step without an event would leave no trace');
  let state: DossierState = meta.state;
  let remembered: CameFrom = { previous: meta.previous, withdrawnFrom: meta.withdrawnFrom };
  const events = step.events.map(({ event, edge }, index): HistoryEvent => {
    const from = state;
    if (edge) {
      if (!allows(state, edge) || !leadsBack(state, edge, remembered)) throw new IllegalStep(state, edge);
      remembered = rememberedAfter(state, edge, remembered);
      state = edge.to;
    }
    return {
      dossierId: meta.dossierId,
      n: meta.n + 1 + index,
      type: event.type,
      at: step.at.toISOString(),
      by: step.by,
      ...(edge && { from, to: edge.to }),
      ...(step.cause && { cause: step.cause }),
      data: historyEvents[event.type].parse(event.data) as HistoryEvent['data'],
    };
  });
  const { previous, withdrawnFrom } = remembered;
  const next = { ...meta, ...step.change, state, previous, withdrawnFrom, n: meta.n + events.length };
  // What nothing leaves waits for nothing.
  return { meta: Meta.parse(terminalStates.includes(state) ? { ...next, deadline: undefined } : next), events };
};
