import { recordAccess } from '../ledger/access.ts';
import { documentKey, taskKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { parseTaskId, Task } from '../ledger/task.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { StoredDocument } from './document.ts';
import type { DocumentFiles, SignedLink } from './document-files.ts';
import { clearance, decisiveStatuses, ScanVerdict, scanKey } from './scan-verdict.ts';

export type OpenTaskDocumentDeps = {
  readonly ledger: Pick<Ledger, 'readItem' | 'readItems' | 'putItem'>;
  readonly files: Pick<DocumentFiles, 'readLink'>;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type OpenTaskDocumentInput = { readonly system: string; readonly taskId: string; readonly document: string };

export type OpenTaskDocumentOutcome =
  | { readonly kind: 'ready'; readonly link: SignedLink }
  | { readonly kind: 'task-not-found' }
  | { readonly kind: 'task-closed' }
  | { readonly kind: 'document-not-found' }
  | { readonly kind: 'not-cleared'; readonly scan: 'threat' | 'unknown' };

const extensions = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;

/**
 * Gives an agency system a link to a document of the dossier whose task it holds, while the task is open. The owner can see
 * that it was given: the record is written first.
 */
export const openTaskDocument =
  ({ ledger, files, clock, ids }: OpenTaskDocumentDeps) =>
  async ({ system, taskId, document }: OpenTaskDocumentInput): Promise<OpenTaskDocumentOutcome> => {
    const { dossierId, n } = parseTaskId(taskId);
    const item = await ledger.readItem(taskKey(dossierId, n));
    const task = item && Task.parse(item);
    if (task?.agency !== system) return { kind: 'task-not-found' };
    if (task.state !== 'open') return { kind: 'task-closed' };
    const found = await ledger.readItem(documentKey(dossierId, document));
    if (!found) return { kind: 'document-not-found' };
    const stored = StoredDocument.parse(found);
    const verdicts = await ledger.readItems(decisiveStatuses.map((status) => scanKey(dossierId, stored, status)));
    const scan = clearance(verdicts.flatMap((verdict) => (verdict ? [ScanVerdict.parse(verdict)] : [])));
    if (scan !== 'cleared') return { kind: 'not-cleared', scan };

    const link = await files.readLink(stored, `${document.toLowerCase()}.${extensions[stored.contentType]}`);
    await recordAccess(ledger, {
      dossierId,
      id: ids.ulid(),
      at: clock.now().toISOString(),
      by: { kind: 'agency', id: system },
      what: `document:${document}`,
      taskId,
    });
    return { kind: 'ready', link };
  };
