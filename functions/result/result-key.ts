import type { PublicKey } from './public-key.ts';

/** The cell's key that signs results; its private half is out of reach. */
export type ResultKey = {
  publicKey(): Promise<PublicKey>;
  /** Signs a message (ECDSA over its SHA-256); answers r and s, 64 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
};
