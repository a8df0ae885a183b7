import * as z from 'zod';
import { codePointerKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { DossierId, type Meta } from '../ledger/meta.ts';
import { fitsTrackingHash } from './tracking-secret.ts';

export type TrackDossierDeps = { readonly ledger: Pick<Ledger, 'readItem' | 'readMeta'> };

export type TrackDossierOutcome = { readonly kind: 'found'; readonly meta: Meta } | { readonly kind: 'not-found' };

const Pointer = z.object({ dossierId: DossierId });

/** A dossier by its code and the secret on its receipt. A wrong secret says no more than a wrong code. */
export const trackDossier =
  ({ ledger }: TrackDossierDeps) =>
  async (code: string, secret: string): Promise<TrackDossierOutcome> => {
    const pointer = await ledger.readItem(codePointerKey(code));
    // A number that no dossier got leads to none.
    const led = Pointer.safeParse(pointer);
    const meta = led.success ? await ledger.readMeta(led.data.dossierId) : undefined;
    if (!meta?.trackingHash || !fitsTrackingHash(secret, meta.trackingHash)) return { kind: 'not-found' };
    return { kind: 'found', meta };
  };
