/**
 * The states of a dossier and the only edges between them.
 * Source: status codes synchronised with the National Public Service Portal, `rules.md` 1.4 of the domain notes; `draft` comes
 * before the portal's first code and never leaves the cell.
 */
export const portalStatus = {
  draft: 0,
  new: 1,
  accepted: 2,
  'not-accepted': 3,
  processing: 4,
  'supplement-requested': 5,
  'payment-requested': 6,
  'withdrawal-requested': 7,
  stopped: 8,
  processed: 9,
  returned: 10,
} as const;

export type DossierState = keyof typeof portalStatus;

export const dossierStates = [
  'draft',
  'new',
  'accepted',
  'not-accepted',
  'processing',
  'supplement-requested',
  'payment-requested',
  'withdrawal-requested',
  'stopped',
  'processed',
  'returned',
] as const satisfies readonly DossierState[];

export type Transition = { readonly from: readonly DossierState[]; readonly to: readonly DossierState[] };

/**
 * Where `to` has several states, the step names one; a way back leads where the dossier came from (ways-back.ts). A refusal after an
 * intake supplement is an edge of ours (docs/adr/0008-ways-back.md).
 */
export const transitions = {
  submit: { from: ['draft'], to: ['new'] },
  accept: { from: ['new'], to: ['accepted'] },
  refuseIntake: { from: ['new', 'supplement-requested'], to: ['not-accepted'] },
  requestSupplement: { from: ['new', 'accepted', 'processing'], to: ['supplement-requested'] },
  completeSupplement: { from: ['supplement-requested'], to: ['accepted', 'processing'] },
  requestPayment: { from: ['new', 'accepted', 'processing', 'processed'], to: ['payment-requested'] },
  settlePayment: { from: ['payment-requested'], to: ['new', 'accepted', 'processing', 'processed'] },
  startProcessing: { from: ['accepted'], to: ['processing'] },
  requestWithdrawal: {
    from: ['new', 'accepted', 'processing', 'supplement-requested', 'payment-requested'],
    to: ['withdrawal-requested'],
  },
  refuseWithdrawal: {
    from: ['withdrawal-requested'],
    to: ['new', 'accepted', 'processing', 'supplement-requested', 'payment-requested'],
  },
  stop: { from: ['accepted', 'processing', 'supplement-requested', 'payment-requested', 'withdrawal-requested'], to: ['stopped'] },
  conclude: { from: ['processing'], to: ['processed'] },
  return: { from: ['processed'], to: ['returned'] },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof transitions;

/** States that nothing leaves. */
export const terminalStates: readonly DossierState[] = dossierStates.filter(
  (state) => !Object.values(transitions).some(({ from }: Transition) => from.includes(state)),
);

/** One edge walked by a step. */
export type Edge = { readonly transition: TransitionName; readonly to: DossierState };

/** Whether the table lets `edge` be walked from `state`. */
export const allows = (state: DossierState, edge: Edge): boolean => {
  const { from, to }: Transition = transitions[edge.transition];
  return from.includes(state) && to.includes(edge.to);
};
