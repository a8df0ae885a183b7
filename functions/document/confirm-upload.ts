import type { DossierState } from '../ledger/dossier-state.ts';
import { documentKey, uploadKey } from '../ledger/item-keys.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { fitsType, StoredDocument, Upload } from './document.ts';
import type { DocumentFiles, FileFacts } from './document-files.ts';

export type ConfirmUploadDeps = StepDeps & {
  readonly ownerIndex: OwnerIndex;
  readonly files: Pick<DocumentFiles, 'inspect'>;
  readonly clock: Clock;
};

export type ConfirmUploadInput = {
  readonly pin: string;
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
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
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
  async ({ pin, dossierId, document, correlationId }: ConfirmUploadInput): Promise<ConfirmUploadOutcome> => {
    let stored: StoredDocument | undefined;

    const taken = await takeStep(step)<ConfirmUploadOutcome>(dossierId, async (meta) => {
      if (!(await ownerIndex.all(pin)).includes(meta.ownerKey)) return { outcome: { kind: 'not-found' } };
      const [announced, confirmed] = await step.ledger.readItems([uploadKey(dossierId, document), documentKey(dossierId, document)]);
      const upload = announced && Upload.parse(announced);
      const before = confirmed && StoredDocument.parse(confirmed);
      if (upload && before?.objectKey === upload.objectKey) return { outcome: { kind: 'confirmed', document: before } };
      if (meta.state !== 'draft') return { outcome: { kind: 'wrong-state', state: meta.state } };
      if (!upload) return { outcome: { kind: 'not-announced' } };
      const reason = faultOf(upload, await files.inspect(upload.objectKey));
      if (reason) return { outcome: { kind: 'unfit', reason } };

      const at = clock.now();
      stored = { ...upload, uploadedAt: at.toISOString() };
      return {
        step: {
          at,
          by: { kind: 'owner' },
          cause: correlationId,
          events: [{ event: { type: 'document.uploaded', data: { document, sha256: upload.sha256, bytes: upload.bytes } } }],
          change: { documents: { ...meta.documents, [document]: 'uploaded' } },
          writes: [{ kind: 'put', key: documentKey(dossierId, document), item: stored }],
        },
      };
    });

    if (taken.kind === 'refused') throw new Error(`no write of this step has a condition, yet ${taken.by} refused it`);
    if (taken.kind !== 'taken') return taken;
    if (!stored) throw new Error('a step was taken without a document');
    return { kind: 'confirmed', document: stored };
  };
