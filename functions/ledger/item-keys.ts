import type { ErrandKind } from './errand.ts';

/** Keys of the table "dossiers". No personal data ever stands in a key. */
export type ItemKey = { readonly pk: string; readonly sk: string };

const number = (n: number) => String(n).padStart(4, '0');

export const dossierPartition = (dossierId: string): string => `DOSSIER#${dossierId}`;

const inDossier =
  (prefix: string) =>
  (dossierId: string, rest: string | number = ''): ItemKey => ({
    pk: dossierPartition(dossierId),
    sk: rest === '' ? prefix : `${prefix}#${typeof rest === 'number' ? number(rest) : rest}`,
  });

export const metaKey = (dossierId: string): ItemKey => inDossier('META')(dossierId);
/** The form as filed, and each correction of it under a number of its own. */
export const formKey = (dossierId: string, version = 1): ItemKey => inDossier('FORM')(dossierId, version);
export const eventKey = inDossier('EVENT') as (dossierId: string, n: number) => ItemKey;
export const taskKey = inDossier('TASK') as (dossierId: string, n: number) => ItemKey;
export const tokenKey = inDossier('TOKEN') as (dossierId: string, n: number) => ItemKey;
export const paymentKey = inDossier('PAYMENT') as (dossierId: string, attempt: number) => ItemKey;
export const documentKey = inDossier('DOCUMENT') as (dossierId: string, code: string) => ItemKey;
/** An upload that was announced and not confirmed yet; the confirmed document is DOCUMENT. */
export const uploadKey = inDossier('UPLOAD') as (dossierId: string, code: string) => ItemKey;
export const accessKey = inDossier('ACCESS') as (dossierId: string, id: string) => ItemKey;
/** Why an officer did not accept the dossier, in words. */
export const refusalKey = (dossierId: string): ItemKey => inDossier('REFUSAL')(dossierId);
/** What the applicant was asked to complete, and when the answer came. */
export const supplementKey = inDossier('SUPPLEMENT') as (dossierId: string, n: number) => ItemKey;
/** Marks that the history says already that the lookups wait for the national cell. */
export const lookupsWaitingKey = (dossierId: string): ItemKey => inDossier('LOOKUPS')(dossierId, 'WAITING');
/** The free text of one event, sealed; its number is the event's. */
export const wordsKey = inDossier('WORDS') as (dossierId: string, n: number) => ItemKey;
/** An errand: it stands in an office's inbox by itself (errand.ts). */
export const errandKey = (dossierId: string, kind: ErrandKind): ItemKey => inDossier(kind)(dossierId);
export const resultKey = (dossierId: string): ItemKey => inDossier('RESULT')(dossierId);
/** What its owner thought of how the dossier was handled. */
export const ratingKey = (dossierId: string): ItemKey => inDossier('RATING')(dossierId);
/** A complaint about the dossier, and each thing that was done about it. */
export const complaintKey = inDossier('COMPLAINT') as (dossierId: string, ulid: string) => ItemKey;
export const complaintLineKey = (dossierId: string, ulid: string, n: number): ItemKey => complaintKey(dossierId, `${ulid}#${number(n)}`);

/** Pointer items: a public code, or an idempotency key, to what it stands for. */
export const codePointerKey = (code: string): ItemKey => ({ pk: `CODE#${code}`, sk: 'POINTER' });
export const resultPointerKey = (code: string): ItemKey => ({ pk: `RESULT#${code}`, sk: 'POINTER' });
export const idempotencyKey = (digest: string): ItemKey => ({ pk: `IDEMPOTENCY#${digest}`, sk: 'POINTER' });
export const counterKey = (name: string): ItemKey => ({ pk: `COUNTER#${name}`, sk: 'COUNTER' });
export const sweepKey: ItemKey = { pk: 'SWEEP', sk: 'DEADLINES' };
