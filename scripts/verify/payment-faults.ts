import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';
import type { Folded } from './fold-history.ts';

/** Attempts as the history tells them; money booked once for each fee that was asked, and marked where it was more. */
export const paymentFaults = ({ payments }: DossierItems, folded: Folded): string[] => {
  const stored = Object.fromEntries(
    payments.map(({ attempt, state, reference, amount, receipt, surplus, contradiction }) => [
      attempt,
      { state, reference, amount, surplus: surplus === true, contradicted: contradiction !== undefined, ...(receipt && { receipt }) },
    ]),
  );
  const attempts = [...new Set([...Object.keys(stored), ...Object.keys(folded.payments)])].map(Number);
  const settling = payments.filter(({ state, surplus }) => state === 'booked' && !surplus);
  const booked = payments.filter(({ state }) => state === 'booked').map(({ reference }) => reference);
  return [
    ...attempts.flatMap((attempt) => difference(`attempt ${attempt}`, stored[attempt], folded.payments[attempt])),
    ...difference('what is booked', booked.sort(), folded.booked.toSorted()),
    ...(settling.length > folded.feesAsked
      ? [`${settling.length} bookings settle ${folded.feesAsked} fees: ${settling.map(({ reference }) => reference).join(', ')}`]
      : []),
  ];
};
