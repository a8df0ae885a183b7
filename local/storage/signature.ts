import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { StorageError } from './storage-error.ts';
import type { StorageRequest } from './storage-request.ts';

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string };

/** What a request says about its own signature. `date`: `20261122T054700Z`; `expires`: seconds, of presigned URLs only. */
type Claim = {
  readonly credential: string;
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payloadHash: string;
  readonly expires?: number;
};

const LONGEST_EXPIRY_S = 604_800;
/** A presigned URL dated later than this is not valid yet. */
const CLOCK_SKEW_MS = 15 * 60_000;

const denied = (message: string, details: Record<string, string> = {}) => new StorageError(403, 'AccessDenied', message, details);
const malformed = (message: string) => new StorageError(400, 'AuthorizationQueryParametersError', message);
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const presignedClaim = ({ query, headers }: StorageRequest): Claim => {
  const parameter = (name: string) => {
    const value = query.get(name);
    if (!value) throw malformed(`Query-string authentication version 4 requires the ${name} parameter.`);
    return value;
  };
  if (parameter('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  const expires = Number(parameter('X-Amz-Expires'));
  if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_EXPIRY_S) {
    throw malformed('X-Amz-Expires must be a number of seconds between 1 and 604800');
  }
  return {
    credential: parameter('X-Amz-Credential'),
    date: parameter('X-Amz-Date'),
    signedHeaders: parameter('X-Amz-SignedHeaders').split(';'),
    signature: parameter('X-Amz-Signature'),
    payloadHash: headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
    expires,
  };
};

const headerClaim = ({ headers }: StorageRequest, authorization: string): Claim => {
  const [, credential, signedHeaders, signature] =
    authorization.match(/^AWS4-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)$/) ?? [];
  const date = headers.get('x-amz-date');
  const payloadHash = headers.get('x-amz-content-sha256');
  if (!credential || !signedHeaders || !signature || !date || !payloadHash) {
    throw new StorageError(400, 'AuthorizationHeaderMalformed', 'The authorization header that you provided is not valid.');
  }
  return { credential, date, signedHeaders: signedHeaders.split(';'), signature, payloadHash };
};

const canonicalRequest = (request: StorageRequest, claim: Claim): string => {
  const path = request.path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
  const query = [...request.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
  const headers = claim.signedHeaders.map((name) => `${name}:${(request.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
  return [request.method, path, query, headers, claim.signedHeaders.join(';'), claim.payloadHash].join('\n');
};

const signatureOf = (request: StorageRequest, claim: Claim, credentials: Credentials): string => {
  const [, day = '', region = '', service = '', end = ''] = claim.credential.split('/');
  const scope = [day, region, service, end];
  const toSign = ['AWS4-HMAC-SHA256', claim.date, scope.join('/'), hash(canonicalRequest(request, claim))].join('\n');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
};

const epochOf = (date: string): number => {
  const [, year, month, day, hours, minutes, seconds] = date.match(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  if (Number.isNaN(time)) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  return time;
};

const expectScope = ({ credential, date }: Claim, { accessKeyId, region }: Credentials): void => {
  const [key, day, givenRegion, service, end] = credential.split('/');
  if (key !== accessKeyId)
    throw new StorageError(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  if (givenRegion !== region) {
    throw new StorageError(400, 'AuthorizationHeaderMalformed', `The region '${givenRegion}' is wrong; expecting '${region}'`, {
      Region: region,
    });
  }
  if (service !== 's3' || end !== 'aws4_request' || !date.startsWith(day ?? '-'))
    throw malformed('the credential is of another service or day');
};

/** A presigned URL vouches for everything that is said about the object, so nothing of that kind may be added to it. */
const expectNothingAdded = (request: StorageRequest, claim: Claim): void => {
  const added = [...request.headers].filter(([name, value]) => {
    if (!name.startsWith('x-amz-') || name === 'x-amz-content-sha256' || claim.signedHeaders.includes(name)) return false;
    const inUrl = [...request.query].find(([parameter]) => parameter.toLowerCase() === name)?.[1];
    return inUrl !== value;
  });
  if (added.length > 0) {
    const names = added.map(([name]) => name).join(', ');
    throw denied('There were headers present in the request which were not signed', { HeadersNotSigned: names });
  }
};

/**
 * Verifies the signature (version 4) of a presigned URL or of an Authorization header: method, path, query and signed headers.
 * Presigned URLs are held to their expiry. Header signatures are not held to AWS's fifteen minutes, since the clock may jump
 * while a request is under way.
 * @param now epoch milliseconds of virtual time
 */
export const verifySignature = (request: StorageRequest, credentials: Credentials, now: number): void => {
  const authorization = request.headers.get('authorization');
  const presigned = request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm');
  if (!presigned && authorization === undefined) throw denied('Access Denied');
  const claim = presigned || authorization === undefined ? presignedClaim(request) : headerClaim(request, authorization);
  expectScope(claim, credentials);
  const start = epochOf(claim.date);
  if (claim.expires !== undefined) {
    const end = start + claim.expires * 1000;
    if (start > now + CLOCK_SKEW_MS) throw denied('Request is not valid yet');
    if (now >= end) throw denied('Request has expired', { Expires: new Date(end).toISOString(), ServerTime: new Date(now).toISOString() });
  }
  const [given, right] = [Buffer.from(claim.signature), Buffer.from(signatureOf(request, claim, credentials))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw new StorageError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  if (!claim.signedHeaders.includes('host')) throw denied('the host header must be signed');
  if (claim.expires !== undefined) expectNothingAdded(request, claim);
};
