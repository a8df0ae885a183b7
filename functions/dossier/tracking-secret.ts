import { createHash, timingSafeEqual } from 'node:crypto';

/** Random bytes of the secret that the receipt prints: 104 bits, 21 characters. */
export const TRACKING_SECRET_BYTES = 13;

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** What is stored of a secret. */
export const trackingHash = (secret: string): string => digest(secret).toString('base64url');

/** Compares without telling by its duration how far the secret was right. */
export const fitsTrackingHash = (secret: string, hash: string): boolean => {
  const kept = Buffer.from(hash, 'base64url');
  return kept.length === 32 && timingSafeEqual(digest(secret), kept);
};
