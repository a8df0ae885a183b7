import type { Consumption } from '../price/consumption.ts';
import { type QuotaList, type QuotaName, quotaNames } from './quota-list.ts';

/** What one dossier asks of what has a quota: its own journey, and one look of its owner at its state. */
export type Asked = {
  readonly own: Consumption;
  readonly look: Pick<Consumption, 'apiRequests' | 'invocations'>;
  readonly starts: number;
  readonly callbacks: number;
  readonly secretReads: number;
  readonly busEvents: number;
  /** Write units on the cell's own table. */
  readonly tableWrites: number;
};

/** The demand on every quota when `perSecond` dossiers arrive a second at the peak, and `perYear` in a year. */
export const demandOf = (
  { own, look, ...asked }: Asked,
  { perSecond, perYear }: { readonly perSecond: number; readonly perYear: number },
  { assumptions: { openDays, statusReads, millisecondsPerCall } }: Pick<QuotaList, 'assumptions'>,
): Readonly<Record<QuotaName, number>> => {
  const calls = own.invocations + statusReads.value * look.invocations;
  return {
    stateTransitions: perSecond * own.transitions,
    startExecutions: perSecond * asked.starts,
    taskCallbacks: perSecond * asked.callbacks,
    // Little's law: no peak in it, because what is open has come over many days.
    openExecutions: (perYear / 365) * openDays.value * asked.starts,
    apiRequests: perSecond * (own.apiRequests + statusReads.value * look.apiRequests),
    concurrentCalls: perSecond * calls * (millisecondsPerCall.value / 1000),
    topicMessages: perSecond * own.topicMessages,
    keyUses: perSecond * own.keyUses,
    signatures: perSecond * own.signatures,
    secretReads: perSecond * asked.secretReads,
    busEvents: perSecond * asked.busEvents,
    tableWrites: perSecond * asked.tableWrites,
    newTableWrites: perSecond * asked.tableWrites,
  };
};

export type Headroom = { readonly quota: QuotaName; readonly demand: number; readonly limit: number; readonly needed: number };

/** How many accounts (or tables) each quota of a scope asks for; a fraction is a part of one. The neediest comes first. */
export const headroomOf = (
  demand: Readonly<Record<QuotaName, number>>,
  { quotas }: Pick<QuotaList, 'quotas'>,
  scope: 'account' | 'table',
): Headroom[] =>
  quotaNames
    .filter((quota) => quotas[quota].scope === scope)
    .map((quota) => ({ quota, demand: demand[quota], limit: quotas[quota].value, needed: demand[quota] / quotas[quota].value }))
    .sort((left, right) => right.needed - left.needed);

/**
 * Accounts for the whole country when the largest cell has one to itself and the others are spread evenly over the rest. The largest
 * cell cannot be split, so what it alone needs must fit into one account.
 */
export const accountsNeeded = (country: readonly Headroom[], largest: readonly Headroom[]): number => {
  const rest = country.map(({ quota, needed }) => needed - (largest.find((one) => one.quota === quota)?.needed ?? 0));
  return Math.ceil(Math.max(...largest.map(({ needed }) => needed))) + Math.ceil(Math.max(...rest));
};
