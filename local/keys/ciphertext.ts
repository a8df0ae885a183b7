import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../aws-json.ts';

/** Layout: version (1), length of key id (1), key id, nonce (12), tag (16), ciphertext. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The encryption context decides by its pairs, not by their order. */
const authenticated = (keyId: string, context: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(JSON.stringify([keyId, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]));

const invalid = () => new AwsError('InvalidCiphertextException', 'the ciphertext is corrupt or its encryption context another');

/** AES-256-GCM; the blob names its key, so that Decrypt needs no key id. */
export const encryptBlob = (keyId: string, material: Buffer, context: Readonly<Record<string, string>>, plaintext: Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', material, nonce).setAAD(authenticated(keyId, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const name = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([VERSION, name.length]), name, nonce, cipher.getAuthTag(), sealed]);
};

/** Throws InvalidCiphertextException when `blob` is none of ours. */
export const keyIdOfBlob = (blob: Buffer): string => {
  const length = blob[1] ?? 0;
  if (blob[0] !== VERSION || length === 0 || blob.length < 2 + length + NONCE_BYTES + TAG_BYTES) throw invalid();
  return blob.subarray(2, 2 + length).toString('utf8');
};

/** Throws InvalidCiphertextException on a changed blob and on another context. */
export const decryptBlob = (blob: Buffer, material: Buffer, context: Readonly<Record<string, string>>): Buffer => {
  const keyId = keyIdOfBlob(blob);
  const rest = blob.subarray(2 + Buffer.byteLength(keyId));
  const tag = rest.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', material, rest.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(tag).setAAD(authenticated(keyId, context));
    return Buffer.concat([decipher.update(rest.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw invalid();
  }
};
