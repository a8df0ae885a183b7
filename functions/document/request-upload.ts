import type { PutOffDeps } from '../deadline/put-off-by-downtime.ts';
import { uploadKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { bringsIn, type Party } from '../ledger/party.ts';
import type { Clock } from '../platform/clock.ts';
import { type ContentType, objectKeyOf, Upload } from './document.ts';
import type { DocumentFiles, SignedLink } from './document-files.ts';
import { type NoUpload, uploadLeave } from './upload-leave.ts';

export type RequestUploadDeps = Pick<PutOffDeps, 'downtimes' | 'calendars'> & {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItem' | 'putItem'>;
  readonly ownerIndex: OwnerIndex;
  readonly files: Pick<DocumentFiles, 'uploadLink'>;
  readonly clock: Clock;
};

export type RequestUploadInput = {
  readonly party: Party;
  readonly dossierId: string;
  readonly document: string;
  /** In hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: ContentType;
};

export type RequestUploadOutcome = { readonly kind: 'ready'; readonly link: SignedLink } | { readonly kind: 'not-found' } | NoUpload;

/**
 * Gives who brings in a draft, or a dossier that is to be completed, a link to put one announced file. The dossier does not refer to it
 * yet. Asking again gives a fresh link; another file takes the place of the one announced before.
 */
export const requestUpload =
  ({ ledger, ownerIndex, files, clock, downtimes, calendars }: RequestUploadDeps) =>
  async ({ party, dossierId, document, sha256, bytes, contentType }: RequestUploadInput): Promise<RequestUploadOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    const owns = await bringsIn(ownerIndex, party);
    if (!meta || !owns(meta)) return { kind: 'not-found' };
    const at = clock.now();
    const leave = await uploadLeave({ ledger, downtimes, calendars }, meta, document, at);
    if (leave.kind !== 'taken') return leave;
    const upload = Upload.parse({
      dossierId,
      document,
      objectKey: objectKeyOf(dossierId, document, sha256),
      sha256,
      bytes,
      contentType,
      requestedAt: at.toISOString(),
    });
    const link = await files.uploadLink(upload);
    await ledger.putItem(uploadKey(dossierId, document), upload);
    return { kind: 'ready', link };
  };
