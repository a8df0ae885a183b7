import type { PutOffDeps } from '../deadline/put-off-by-downtime.ts';
import { documentKey, uploadKey } from '../ledger/item-keys.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { actorOf, bringsIn, type Party } from '../ledger/party.ts';
import { type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { fitsType, StoredDocument, Upload } from './document.ts';
import type { DocumentFiles, FileFacts } from './document-files.ts';
import { type NoUpload, uploadLeave } from './upload-leave.ts';

export type ConfirmUploadDeps = StepDeps &
  Pick<PutOffDeps, 'downtimes' | 'calendars'> & {
    readonly ownerIndex: OwnerIndex;
    readonly files: Pick<DocumentFiles, 'inspect'>;
    readonly clock: Clock;
  };

export type ConfirmUploadInput = {
  readonly party: Party;
  readonly dossierId: string;
  readonly document: string;
  readonly correlationId: string;
};

/** Why a file is not taken: it never arrived, or it is not what was announced. */
export type FileFault = 'absent' | 'size' | 'checksum' | 'type';

export type ConfirmUploadOutcome =
  | { readonly kind: 'confirmed'; readonly document: StoredDocument }
  | { readonly kind: 'unfit'; readonly reason: FileFault }
  | { readonly kind: 'not-announced' }
  | NoUpload
  | { readonly kind: 'not-found' };

const faultOf = (upload: Upload, facts: FileFacts | undefined): FileFault | undefined => {
  if (!facts) return 'absent';
  if (facts.bytes !== upload.bytes) return 'size';
  if (facts.sha256 !== upload.sha256) return 'checksum';
  return fitsType(upload.contentType, facts.start) ? undefined : 'type';
};

/**
 * Makes an uploaded file a document of the dossier, after a look at the file itself: size, checksum and first bytes. A file
 * that differs from what was announced changes nothing. Confirming the same file again answers the same.
 */
export const confirmUpload =
  ({ ownerIndex, files, clock, ...step }: ConfirmUploadDeps) =>
  async ({ party, dossierId, document, correlationId }: ConfirmUploadInput): Promise<ConfirmUploadOutcome> => {
    let stored: StoredDocument | undefined;
    const owns = await bringsIn(ownerIndex, party);

    const taken = await takePlainStep(step)<ConfirmUploadOutcome>(dossierId, async (meta) => {
      if (!owns(meta)) return { outcome: { kind: 'not-found' } };
      const [announced, confirmed] = await step.ledger.readItems([uploadKey(dossierId, document), documentKey(dossierId, document)]);
      const upload = announced && Upload.parse(announced);
      const before = confirmed && StoredDocument.parse(confirmed);
      const isSame = before !== undefined && before.objectKey === upload?.objectKey;
      if (isSame && meta.documents[document] === 'uploaded') return { outcome: { kind: 'confirmed', document: before } };
      const at = clock.now();
      const leave = await uploadLeave(step, meta, document, at);
      if (leave.kind !== 'taken') return { outcome: leave };
      // A document that is asked for again is announced again, even when the file is the same.
      if (!upload || (leave.since && upload.requestedAt < leave.since)) return { outcome: { kind: 'not-announced' } };
      const reason = faultOf(upload, await files.inspect(upload.objectKey));
      if (reason) return { outcome: { kind: 'unfit', reason } };

      stored = { ...upload, uploadedAt: at.toISOString() };
      return {
        step: {
          at,
          by: actorOf(party),
          cause: correlationId,
          events: [{ event: { type: 'document.uploaded', data: { document, sha256: upload.sha256, bytes: upload.bytes } } }],
          change: { documents: { ...meta.documents, [document]: 'uploaded' } },
          writes: [{ kind: 'put', key: documentKey(dossierId, document), item: stored }],
        },
      };
    });

    if (taken.kind !== 'taken') return taken;
    if (!stored) throw new Error('a step was taken without a document');
    return { kind: 'confirmed', document: stored };
  };
