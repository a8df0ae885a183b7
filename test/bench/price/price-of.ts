import type { Consumption } from './consumption.ts';
import { type PriceList, usdFor } from './price-list.ts';

export const billParts = [
  'state transitions',
  'database writes',
  'database reads',
  'API requests',
  'functions, by call',
  'functions, by time',
  'topic',
  'queues',
  'keys',
  'object store',
  'logs',
] as const;
type BillPart = (typeof billParts)[number];

/** Dollars for a million dossiers. */
export type Bill = Readonly<Record<BillPart, number>>;

const MILLION = 1_000_000;
const BYTES_OF_A_GIGABYTE = 1e9;

/** What a million dossiers cost that each consume this. */
export const billOf = (consumption: Consumption, list: PriceList): Bill => {
  const price = (name: Parameters<typeof usdFor>[1], units: number) => usdFor(list, name, units * MILLION);
  const seconds = list.assumptions.millisecondsPerCall.value / 1000;
  return {
    'state transitions': price('stateTransition', consumption.transitions),
    'database writes': price('writeUnit', consumption.writeUnits),
    'database reads': price('readUnit', consumption.readUnits),
    'API requests': price('apiRequest', consumption.apiRequests),
    'functions, by call': price('invocation', consumption.invocations),
    'functions, by time': price('gigabyteSecond', consumption.gigabytes * seconds),
    topic: price('topicMessage', consumption.topicMessages),
    queues: price('queueRequest', consumption.queueRequests),
    keys: price('keyUse', consumption.keyUses) + price('signature', consumption.signatures),
    'object store': price('objectWrite', consumption.objectWrites) + price('objectRead', consumption.objectReads),
    logs: price('logGigabyte', consumption.logBytes / BYTES_OF_A_GIGABYTE),
  };
};

export const totalOf = (bill: Bill): number => Object.values(bill).reduce((sum, usd) => sum + usd, 0);

/** Ceilings per dossier of the demo's journey: what it costs by design, and the counting of docs/adr/0011-counting-dossiers.md. */
const BUDGETS = { transitions: 10, writeUnits: 134, writePathRequests: 11, logBytes: 20_000 } as const;

/** The same consumption with every counter that has a budget at its budget. `writePathRequests` is how many of its requests are counted by it. */
export const atBudget = (consumption: Consumption, writePathRequests: number): Consumption => ({
  ...consumption,
  transitions: BUDGETS.transitions,
  writeUnits: BUDGETS.writeUnits,
  apiRequests: consumption.apiRequests - writePathRequests + BUDGETS.writePathRequests,
  logBytes: BUDGETS.logBytes,
});
