import { createECDH, type KeyObject, randomBytes } from 'node:crypto';

/**
 * ECDSA over P-256 for a digest that is already computed (KMS MessageType DIGEST); node:crypto only signs what it hashes itself.
 * Signatures are DER, as KMS gives them. For the local runtime only: the arithmetic takes no constant time.
 */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const A = P - 3n;
const G: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};
type Point = { readonly x: bigint; readonly y: bigint } | undefined;

const mod = (value: bigint, modulus: bigint) => ((value % modulus) + modulus) % modulus;

const inverse = (value: bigint, modulus: bigint): bigint => {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b % a, a];
    [x, y] = [y - quotient * x, x];
  }
  return mod(x, modulus);
};

const add = (left: Point, right: Point): Point => {
  if (!left) return right;
  if (!right) return left;
  if (left.x === right.x && left.y !== right.y) return undefined;
  const slope =
    left.x === right.x ? (3n * left.x * left.x + A) * inverse(2n * left.y, P) : (right.y - left.y) * inverse(right.x - left.x, P);
  const x = mod(slope * slope - left.x - right.x, P);
  return { x, y: mod(slope * (left.x - x) - left.y, P) };
};

const multiply = (point: Point, times: bigint): Point => {
  let result: Point;
  for (let power = point, left = times; left > 0n; left >>= 1n, power = add(power, power)) {
    if (left & 1n) result = add(result, power);
  }
  return result;
};

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const coordinate = (value: string | undefined): bigint => toNumber(Buffer.from(value ?? '', 'base64url'));

const derInteger = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const digits = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  const positive = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
};

const fromDer = (signature: Uint8Array): readonly [bigint, bigint] | undefined => {
  const bytes = Buffer.from(signature);
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return undefined;
  const numbers: bigint[] = [];
  for (let at = 2; at < bytes.length; ) {
    const length = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0x02 || length === 0 || at + 2 + length > bytes.length) return undefined;
    numbers.push(toNumber(bytes.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  const [r, s] = numbers;
  return numbers.length === 2 && r !== undefined && s !== undefined ? [r, s] : undefined;
};

/** @param digest 32 bytes (SHA-256) */
export const signP256Digest = (digest: Uint8Array, privateKey: KeyObject): Buffer => {
  const secret = coordinate(privateKey.export({ format: 'jwk' }).d);
  for (;;) {
    const k = mod(toNumber(randomBytes(40)), N);
    if (k === 0n) continue;
    const point = createECDH('prime256v1');
    point.setPrivateKey(toBytes(k));
    const r = mod(toNumber(point.getPublicKey().subarray(1, 33)), N);
    const s = mod(inverse(k, N) * (toNumber(digest) + r * secret), N);
    if (r === 0n || s === 0n) continue;
    const body = Buffer.concat([derInteger(r), derInteger(s)]);
    return Buffer.concat([Buffer.from([0x30, body.length]), body]);
  }
};

export const verifyP256Digest = (digest: Uint8Array, publicKey: KeyObject, signature: Uint8Array): boolean => {
  const numbers = fromDer(signature);
  if (!numbers) return false;
  const [r, s] = numbers;
  if (r <= 0n || r >= N || s <= 0n || s >= N) return false;
  const { x, y } = publicKey.export({ format: 'jwk' });
  const w = inverse(s, N);
  const sum = add(multiply(G, mod(toNumber(digest) * w, N)), multiply({ x: coordinate(x), y: coordinate(y) }, mod(r * w, N)));
  return sum !== undefined && mod(sum.x, N) === r;
};
