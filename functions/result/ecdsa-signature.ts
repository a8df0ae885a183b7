/** Bytes of one of the two numbers of a P-256 signature. */
const HALF = 32;

const malformed = (): Error => new Error('not a DER-encoded P-256 signature');

/** Reads the DER integer at `offset`; the sequence is shorter than 128 bytes, so every length is one byte. */
const readInteger = (der: Uint8Array, offset: number): { readonly value: Uint8Array; readonly next: number } => {
  const length = der[offset + 1];
  if (der[offset] !== 0x02 || !length) throw malformed();
  const next = offset + 2 + length;
  if (next > der.length) throw malformed();
  let start = offset + 2;
  // DER puts a zero byte before a number whose first bit is set.
  while (start < next - 1 && der[start] === 0) start += 1;
  if (next - start > HALF) throw malformed();
  const value = new Uint8Array(HALF);
  value.set(der.subarray(start, next), HALF - (next - start));
  return { value, next };
};

/**
 * An ECDSA signature as JWS wants it (RFC 7518 3.4: r and s, 32 bytes each) from the DER sequence that KMS answers.
 * @throws when it is no such sequence
 */
export const joseSignature = (der: Uint8Array): Uint8Array => {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw malformed();
  const r = readInteger(der, 2);
  const s = readInteger(der, r.next);
  if (s.next !== der.length) throw malformed();
  const signature = new Uint8Array(2 * HALF);
  signature.set(r.value);
  signature.set(s.value, HALF);
  return signature;
};
