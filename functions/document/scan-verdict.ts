import * as z from 'zod';
import { dossierPartition, type ItemKey } from '../ledger/item-keys.ts';
import { Instant } from '../ledger/meta.ts';

/** What the malware scan found, in the scanner's words. */
export const ScanStatus = z.enum(['NO_THREATS_FOUND', 'THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED']);
export type ScanStatus = z.infer<typeof ScanStatus>;

/** One finding about one file (item `SCAN#<code>#<sha256>#<status>`), independent of the document's own item. */
export const ScanVerdict = z.object({ objectKey: z.string(), status: ScanStatus, at: Instant });
export type ScanVerdict = z.infer<typeof ScanVerdict>;

/** The statuses that decide whether a file may be opened. */
export const decisiveStatuses = ['NO_THREATS_FOUND', 'THREATS_FOUND'] as const satisfies readonly ScanStatus[];

/**
 * Each status has an item of its own: messages may come twice and in any order, none takes away what another said.
 */
export const scanKey = (
  dossierId: string,
  { document, sha256 }: { readonly document: string; readonly sha256: string },
  status: ScanStatus,
): ItemKey => ({ pk: dossierPartition(dossierId), sk: `SCAN#${document}#${sha256}#${status}` });

/** A file may be opened when a scan called it clean and none found a threat. No verdict, no opening. */
export const clearance = (verdicts: readonly ScanVerdict[]): 'cleared' | 'threat' | 'unknown' => {
  if (verdicts.some(({ status }) => status === 'THREATS_FOUND')) return 'threat';
  return verdicts.some(({ status }) => status === 'NO_THREATS_FOUND') ? 'cleared' : 'unknown';
};
