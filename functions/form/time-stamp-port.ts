/** A time stamp authority (RFC 3161): in production a licensed one. */
export type TimeStampPort = {
  /** A time stamp token (DER of a CMS ContentInfo) over a SHA-256 digest. */
  stamp(digest: Uint8Array): Promise<Uint8Array>;
};
