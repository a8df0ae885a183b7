import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

const Price = z.strictObject({
  usd: z.number().nonnegative(),
  /** How many units `usd` is for. */
  per: z.number().positive(),
  unit: z.string(),
  region: z.string(),
  source: z.string(),
  confidence: z.enum(['stored', 'recalled']),
});

const Assumption = z.strictObject({ value: z.number().positive(), why: z.string() });

const PriceList = z.strictObject({
  asOf: z.iso.date(),
  currency: z.literal('USD'),
  confidence: z.record(z.string(), z.string()),
  regionNote: z.string(),
  prices: z.strictObject({
    stateTransition: Price,
    writeUnit: Price,
    readUnit: Price,
    streamRead: Price,
    apiRequest: Price,
    invocation: Price,
    gigabyteSecond: Price,
    topicMessage: Price,
    queueRequest: Price,
    keyUse: Price,
    signature: Price,
    objectWrite: Price,
    objectRead: Price,
    logGigabyte: Price,
    logGigabyteMonth: Price,
    scheduleInvocation: Price,
    tableGigabyteMonth: Price,
    backupGigabyteMonth: Price,
    objectGigabyteMonth: Price,
    secretMonth: Price,
    keyMonth: Price,
    alarmMonth: Price,
    metricMonth: Price,
    dashboardMonth: Price,
  }),
  assumptions: z.strictObject({
    millisecondsPerCall: Assumption,
    pollsPerQueueMonth: Assumption,
    documentMegabytes: Assumption,
    logCompression: Assumption,
  }),
  /** What costs money too and has no price here. */
  unknown: z.array(z.string()),
  floor: z.strictObject({ usdPerMillion: z.number(), what: z.string() }),
});
export type PriceList = z.infer<typeof PriceList>;
export type PriceName = keyof PriceList['prices'];

/** The list prices that the bench computes with, dated; they are never fetched. */
export const readPriceList = (): PriceList =>
  PriceList.parse(JSON.parse(readFileSync(resolve(import.meta.dirname, '../data/prices-2026-11-22.json'), 'utf8')));

/** Dollars for `units` of something. */
export const usdFor = ({ prices }: Pick<PriceList, 'prices'>, name: PriceName, units: number): number =>
  (prices[name].usd / prices[name].per) * units;
