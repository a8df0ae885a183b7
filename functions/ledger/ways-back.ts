import type { DossierState, Edge } from './dossier-state.ts';

/** What META remembers of where a dossier came from; both may be set, when a dossier that waits is asked to be withdrawn. */
export type CameFrom = {
  /** The state before `payment-requested` or `supplement-requested`. */
  readonly previous?: DossierState | undefined;
  /** The state before `withdrawal-requested`. */
  readonly withdrawnFrom?: DossierState | undefined;
};

/** Where an edge must lead because of where the dossier came from; undefined when it is free to lead where the table says. */
const wayBack = ({ transition }: Edge, { previous, withdrawnFrom }: CameFrom): DossierState | 'nowhere' | undefined => {
  switch (transition) {
    case 'settlePayment':
      return previous ?? 'nowhere';
    case 'completeSupplement':
      // The portal knows no way from 5 to 1: what was asked before the acceptance is complete when the dossier is accepted.
      return previous === 'new' ? 'accepted' : (previous ?? 'nowhere');
    case 'refuseWithdrawal':
      return withdrawnFrom ?? 'nowhere';
    default:
      return undefined;
  }
};

/** Whether `edge` leads back to where the dossier came from, or leads nowhere back; and whether only an unaccepted one is refused. */
export const leadsBack = (state: DossierState, edge: Edge, from: CameFrom): boolean => {
  if (edge.transition === 'refuseIntake' && state === 'supplement-requested') return from.previous === 'new';
  const back = wayBack(edge, from);
  return back === undefined || back === edge.to;
};

/** What is remembered after `edge` was walked from `state`. */
export const rememberedAfter = (state: DossierState, edge: Edge, from: CameFrom): CameFrom => {
  switch (edge.transition) {
    case 'requestPayment':
    case 'requestSupplement':
      return { previous: state };
    case 'requestWithdrawal':
      return { previous: from.previous, withdrawnFrom: state };
    case 'refuseWithdrawal':
      return { previous: from.previous };
    case 'settlePayment':
    case 'completeSupplement':
      return {};
    default:
      return from;
  }
};
