import { type Access, recordAccess } from '../ledger/access.ts';
import { documentKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { StoredDocument } from './document.ts';
import type { DocumentFiles, SignedLink } from './document-files.ts';
import { clearance, decisiveStatuses, ScanVerdict, scanKey } from './scan-verdict.ts';

export type DocumentLinkDeps = {
  readonly ledger: Pick<Ledger, 'readItem' | 'readItems' | 'putItem'>;
  readonly files: Pick<DocumentFiles, 'readLink'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'ulid'>;
};

/** Who wants which document; whether they may is decided before. */
export type DocumentReading = Pick<Access, 'dossierId' | 'by' | 'taskId'> & { readonly document: string };

export type DocumentLinkOutcome =
  | { readonly kind: 'ready'; readonly link: SignedLink }
  | { readonly kind: 'document-not-found' }
  | { readonly kind: 'not-cleared'; readonly scan: 'threat' | 'unknown' };

const extensions = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;

/** Gives a link to a confirmed document that was scanned clean. The owner can see that it was given: the record is written first. */
export const documentLink =
  ({ ledger, files, clock, ids }: DocumentLinkDeps) =>
  async ({ document, ...reading }: DocumentReading): Promise<DocumentLinkOutcome> => {
    const { dossierId } = reading;
    const found = await ledger.readItem(documentKey(dossierId, document));
    if (!found) return { kind: 'document-not-found' };
    const stored = StoredDocument.parse(found);
    const verdicts = await ledger.readItems(decisiveStatuses.map((status) => scanKey(dossierId, stored, status)));
    const scan = clearance(verdicts.flatMap((verdict) => (verdict ? [ScanVerdict.parse(verdict)] : [])));
    if (scan !== 'cleared') return { kind: 'not-cleared', scan };

    const link = await files.readLink(stored, `${document.toLowerCase()}.${extensions[stored.contentType]}`);
    await recordAccess(ledger, { ...reading, id: ids.ulid(), at: clock.now().toISOString(), what: `document:${document}` });
    return { kind: 'ready', link };
  };
