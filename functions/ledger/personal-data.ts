import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Personal fields of a dossier as stored: AES-256-GCM under a data key of its own, which the cell's key has wrapped. */
export type Sealed = { readonly wrappedKey: Uint8Array; readonly iv: Uint8Array; readonly tag: Uint8Array; readonly text: Uint8Array };

/** Makes and opens data keys; the dossier's id is bound to the key, so that a sealed form opens in no other dossier. */
export type DataKeys = {
  create(dossierId: string): Promise<{ readonly plain: Uint8Array; readonly wrapped: Uint8Array }>;
  unwrap(dossierId: string, wrapped: Uint8Array): Promise<Uint8Array>;
};

export type PersonalData = {
  seal(dossierId: string, value: unknown): Promise<Sealed>;
  /** @throws when the text or its dossier was changed */
  open(dossierId: string, sealed: Sealed): Promise<unknown>;
};

export const personalData = (keys: DataKeys): PersonalData => ({
  seal: async (dossierId, value) => {
    const { plain, wrapped } = await keys.create(dossierId);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', plain, iv).setAAD(Buffer.from(dossierId));
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return { wrappedKey: wrapped, iv, tag: cipher.getAuthTag(), text };
  },
  open: async (dossierId, { wrappedKey, iv, tag, text }) => {
    const plain = await keys.unwrap(dossierId, wrappedKey);
    const decipher = createDecipheriv('aes-256-gcm', plain, iv).setAAD(Buffer.from(dossierId)).setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'));
  },
});
