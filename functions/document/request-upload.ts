import type { DossierState } from '../ledger/dossier-state.ts';
import { uploadKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { Clock } from '../platform/clock.ts';
import { type ContentType, objectKeyOf, Upload } from './document.ts';
import type { DocumentFiles, SignedLink } from './document-files.ts';

export type RequestUploadDeps = {
  readonly ledger: Pick<Ledger, 'readMeta' | 'putItem'>;
  readonly ownerIndex: OwnerIndex;
  readonly files: Pick<DocumentFiles, 'uploadLink'>;
  readonly clock: Clock;
};

export type RequestUploadInput = {
  readonly pin: string;
  readonly dossierId: string;
  readonly document: string;
  /** In hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: ContentType;
};

export type RequestUploadOutcome =
  | { readonly kind: 'ready'; readonly link: SignedLink }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'not-needed' };

/**
 * Gives the owner of a draft a link to put one announced file. The dossier does not refer to it yet. Asking again gives a
 * fresh link; another file takes the place of the one announced before.
 */
export const requestUpload =
  ({ ledger, ownerIndex, files, clock }: RequestUploadDeps) =>
  async ({ pin, dossierId, document, sha256, bytes, contentType }: RequestUploadInput): Promise<RequestUploadOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !(await ownerIndex.all(pin)).includes(meta.ownerKey)) return { kind: 'not-found' };
    if (meta.state !== 'draft') return { kind: 'wrong-state', state: meta.state };
    if (!Object.hasOwn(meta.documents, document)) return { kind: 'not-needed' };
    const upload = Upload.parse({
      dossierId,
      document,
      objectKey: objectKeyOf(dossierId, document, sha256),
      sha256,
      bytes,
      contentType,
      requestedAt: clock.now().toISOString(),
    });
    const link = await files.uploadLink(upload);
    await ledger.putItem(uploadKey(dossierId, document), upload);
    return { kind: 'ready', link };
  };
