/**
 * Signs in the agency's name: in production the State's special-purpose digital signature for public service. What stands in for it
 * here is a key of the cell (stand-in-signer.ts).
 */
export type SignerPort = {
  /** What every page that it signs has to say of the signature; undefined for one that needs no remark. */
  readonly notice?: string;
  /** DER certificates, the signer's own first. */
  chain(): Promise<readonly Uint8Array[]>;
  /** ECDSA P-256 over a SHA-256 digest, as a DER sequence of r and s. */
  signDigest(digest: Uint8Array): Promise<Uint8Array>;
};
