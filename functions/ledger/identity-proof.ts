/** How an officer verifies a person who stands at the counter: by VNeID, by the chip of the card, or by its machine-readable zone. */
export const identityProofs = ['VNEID', 'CHIP', 'MRZ'] as const;
export type IdentityProof = (typeof identityProofs)[number];
