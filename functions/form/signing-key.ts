/** An ECC P-256 key whose private half is out of reach. */
export type SigningKey = {
  /** The public half: DER of a SubjectPublicKeyInfo. */
  spki(): Promise<Uint8Array>;
  /** ECDSA over a SHA-256 digest, as a DER sequence of r and s. */
  signDigest(digest: Uint8Array): Promise<Uint8Array>;
};
