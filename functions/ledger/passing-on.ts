import type { Staff } from '../platform/caller.ts';
import type { HistoryEventType } from './history-event.ts';
import type { Ledger } from './ledger.ts';
import type { Meta } from './meta.ts';
import { readHistory } from './read-history.ts';

/** Facts by which a dossier, or a task of it, has gone on to another office. */
const passings: readonly HistoryEventType[] = ['dossier.transferred', 'task.routed'];

/**
 * How often officers may pass a dossier and its tasks on, all together. No text with a number is known; ours, with low confidence: a
 * task of each agency of the demonstration's plan can go wrong once, and more than that is a quarrel about who is competent.
 */
const MOST_PASSED_ON = 3;

export type PassedOnEnough = { readonly kind: 'passed-on-enough'; readonly most: number };

/** Whether `caller` may pass the dossier on once more: a leader always. Undefined when so. Read it after META. */
export const noLeaveToPassOn = async (
  ledger: Pick<Ledger, 'list'>,
  meta: Pick<Meta, 'dossierId' | 'n'>,
  { roles }: Pick<Staff, 'roles'>,
): Promise<PassedOnEnough | undefined> => {
  if (roles.includes('leader')) return undefined;
  const count = (await readHistory(ledger, meta)).filter(({ type }) => passings.includes(type)).length;
  return count >= MOST_PASSED_ON ? { kind: 'passed-on-enough', most: MOST_PASSED_ON } : undefined;
};

/** What the problem `passed-on-enough` says. */
export const passedOnEnough = ({ most }: PassedOnEnough) => ({
  detail: `The dossier or its tasks were passed on ${most} times; a leader of the office decides where it goes now.`,
  most,
});
