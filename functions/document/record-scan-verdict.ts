import type { Ledger } from '../ledger/ledger.ts';
import { parseObjectKey } from './document.ts';
import { type ScanStatus, scanKey } from './scan-verdict.ts';

export type RecordScanVerdictDeps = {
  readonly ledger: Pick<Ledger, 'putItem'>;
  /** The bucket of the documents; a verdict about another one is none of ours. */
  readonly bucket: string;
};

export type RecordScanVerdictInput = {
  readonly bucket: string;
  readonly objectKey: string;
  readonly status: ScanStatus;
  readonly at: Date;
};

/** Keeps what the malware scan said about a file, whether or not its upload was confirmed by then. */
export const recordScanVerdict =
  ({ ledger, bucket }: RecordScanVerdictDeps) =>
  async (input: RecordScanVerdictInput): Promise<{ readonly kind: 'recorded' } | { readonly kind: 'not-ours' }> => {
    const file = parseObjectKey(input.objectKey);
    if (input.bucket !== bucket || !file) return { kind: 'not-ours' };
    const { objectKey, status } = input;
    await ledger.putItem(scanKey(file.dossierId, file, status), { objectKey, status, at: input.at.toISOString() });
    return { kind: 'recorded' };
  };
