import { type DossierState, type Transition, type TransitionName, transitions } from '../../functions/ledger/dossier-state.ts';
import type { HistoryEvent, HistoryEventType } from '../../functions/ledger/history-event.ts';

/** The edge that each kind of event may walk. An event of another kind changes no state. */
const edgeOf: { readonly [Type in HistoryEventType]?: TransitionName } = {
  'dossier.supplement-requested': 'requestSupplement',
  'dossier.supplement-provided': 'completeSupplement',
  'dossier.withdrawal-requested': 'requestWithdrawal',
  'dossier.withdrawal-refused': 'refuseWithdrawal',
  'dossier.stopped': 'stop',
  'dossier.submitted': 'submit',
  'dossier.accepted': 'accept',
  'dossier.not-accepted': 'refuseIntake',
  'dossier.payment-requested': 'requestPayment',
  'payment.booked': 'settlePayment',
  'dossier.fee-settled': 'settlePayment',
  'dossier.processing-started': 'startProcessing',
  'dossier.concluded': 'conclude',
  'dossier.returned': 'return',
};

/**
 * Kinds that need not change the state: a booking may come when nothing is due any more, and before its acceptance a dossier is asked
 * about again, and answers, where it stands.
 */
const mayStand: readonly HistoryEventType[] = ['payment.booked', 'dossier.supplement-requested', 'dossier.supplement-provided'];

/** A dossier that was to be completed is accepted from there: the portal knows no way from 5 back to 1. */
const edgeFrom = (type: HistoryEventType, from: DossierState | undefined): TransitionName | undefined =>
  type === 'dossier.accepted' && from === 'supplement-requested' ? 'completeSupplement' : edgeOf[type];

const edgeFaults = ({ n, type, from, to }: HistoryEvent, state: DossierState): string[] => {
  const name = edgeFrom(type, from);
  if (from === undefined && to === undefined)
    return name && !mayStand.includes(type) ? [`event ${n} (${type}) changes no state, though ${name} does`] : [];
  if (from === undefined || to === undefined) return [`event ${n} (${type}) tells only one end of its edge`];
  const edge: Transition | undefined = name && transitions[name];
  const faults = from === state ? [] : [`event ${n} (${type}) leaves ${from}, but the dossier was ${state}`];
  if (!edge?.from.includes(from) || !edge.to.includes(to))
    faults.push(`event ${n} (${type}) walks from ${from} to ${to}, which no ${name ?? 'edge of it'} allows`);
  return faults;
};

/** Numbers that are not 1 to `newest`, told in a line. */
const numberFaults = (events: readonly HistoryEvent[], newest: number): string[] => {
  const numbers = new Set(events.map(({ n }) => n));
  const missing = Array.from({ length: newest }, (_, index) => index + 1).filter((n) => !numbers.has(n));
  const beyond = [...numbers].filter((n) => n > newest);
  return [
    ...(missing.length > 0
      ? [
          `of ${newest} events ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''} ${missing.length > 1 ? 'are' : 'is'} missing`,
        ]
      : []),
    ...(beyond.length > 0 ? [`its newest event is ${newest}, but there is ${beyond.slice(0, 5).join(', ')}`] : []),
  ];
};

/** Functions take their times from clocks of their own, which differ a little (milliseconds). */
const CLOCKS_DIFFER_MS = 1_000;

/** Whether something that was written after `before` says that it is older. */
export const isOlder = (at: string, before: string | undefined): boolean =>
  before !== undefined && Date.parse(at) + CLOCKS_DIFFER_MS < Date.parse(before);

/**
 * Numbers 1 to n without a gap, times that never go back, edges of the transition table that follow each other.
 * @param events ordered by number
 * @param newest the number that META holds
 */
export const historyFaults = (events: readonly HistoryEvent[], newest: number): string[] => {
  const faults = numberFaults(events, newest);
  let state: DossierState = 'draft';
  for (const [index, event] of events.entries()) {
    if (isOlder(event.at, events[index - 1]?.at)) faults.push(`event ${event.n} (${event.type}) is older than the one before it`);
    faults.push(...edgeFaults(event, state));
    state = event.to ?? state;
  }
  if (events.filter(({ type }) => type === 'dossier.drafted').length > 1) faults.push('it was drafted more than once');
  return faults;
};
