import type { DossierState } from './dossier-state.ts';
import type { Meta } from './meta.ts';

const states: readonly DossierState[] = ['processing', 'supplement-requested', 'payment-requested', 'withdrawal-requested'];

/**
 * Whether the agencies have the dossier, be it that its applicant is asked for something meanwhile or asks to withdraw: opinions are
 * still taken, so that no work is lost. The decision itself is only taken in `processing`.
 */
export const isWithAgencies = ({ state, run }: Pick<Meta, 'state' | 'run'>): boolean => run > 0 && states.includes(state);
