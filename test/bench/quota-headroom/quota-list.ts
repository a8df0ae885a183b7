import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';

const Quota = z.strictObject({
  value: z.number().positive(),
  unit: z.enum(['a second', 'at once']),
  /** What it limits: an account in a region, or one table. */
  scope: z.enum(['account', 'table']),
  source: z.string(),
  confidence: z.enum(['stored', 'recalled']),
});

const Assumption = z.strictObject({ value: z.number().positive(), why: z.string() });

/** What this project uses that has a published quota. */
export const quotaNames = [
  'stateTransitions',
  'startExecutions',
  'taskCallbacks',
  'openExecutions',
  'apiRequests',
  'concurrentCalls',
  'topicMessages',
  'keyUses',
  'signatures',
  'secretReads',
  'busEvents',
  'tableWrites',
  'newTableWrites',
] as const;
export type QuotaName = (typeof quotaNames)[number];

const QuotaList = z.strictObject({
  asOf: z.iso.date(),
  region: z.string(),
  confidence: z.record(z.string(), z.string()),
  note: z.string(),
  quotas: z.record(z.enum(quotaNames), Quota),
  assumptions: z.strictObject({
    dossiersPerYear: Assumption,
    perSecond: Assumption,
    perSecondLargestCell: Assumption,
    openDays: Assumption,
    statusReads: Assumption,
    millisecondsPerCall: Assumption,
  }),
  withoutPublishedQuota: z.array(z.string()),
  notOnThisPath: z.array(z.string()),
});
export type QuotaList = z.infer<typeof QuotaList>;

/** The default quotas that the bench computes with, dated; they are never fetched. */
export const readQuotaList = (): QuotaList =>
  QuotaList.parse(JSON.parse(readFileSync(resolve(import.meta.dirname, '../data/quotas-2026-11-22.json'), 'utf8')));
