import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { notImplemented, StorageError } from './storage-error.ts';

const crc32Bytes = (body: Buffer): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes;
};

/** Checksum headers that are verified, with their length in bytes. */
const CHECKSUMS: Readonly<Record<string, { readonly of: (body: Buffer) => Buffer; readonly bytes: number }>> = {
  'x-amz-checksum-sha256': { of: (body) => createHash('sha256').update(body).digest(), bytes: 32 },
  'x-amz-checksum-sha1': { of: (body) => createHash('sha1').update(body).digest(), bytes: 20 },
  'x-amz-checksum-crc32': { of: crc32Bytes, bytes: 4 },
};
/** Say how a checksum is made, and carry none. */
const NO_CHECKSUM = ['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm'];

const expectChecksum = (name: string, value: string, body: Buffer): void => {
  const checksum = CHECKSUMS[name];
  if (!checksum) throw notImplemented(`the header ${name}`);
  const given = Buffer.from(value, 'base64');
  if (given.length !== checksum.bytes) throw new StorageError(400, 'InvalidRequest', `Value for ${name} header is invalid.`);
  if (!given.equals(checksum.of(body))) {
    const algorithm = name.slice('x-amz-checksum-'.length).toUpperCase();
    throw new StorageError(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
};

/** Throws unless the body is the one that the request speaks of: every checksum header, Content-MD5 and x-amz-content-sha256. */
export const expectBody = (headers: ReadonlyMap<string, string>, body: Buffer): void => {
  for (const [name, value] of headers) {
    if (name.startsWith('x-amz-checksum-') && !NO_CHECKSUM.includes(name)) expectChecksum(name, value, body);
  }
  const md5 = headers.get('content-md5');
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
    throw new StorageError(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const payload = headers.get('x-amz-content-sha256');
  if (payload === undefined || payload === 'UNSIGNED-PAYLOAD') return;
  if (payload.startsWith('STREAMING-')) throw notImplemented(`a body sent as ${payload}; send it whole`);
  if (payload !== createHash('sha256').update(body).digest('hex')) {
    throw new StorageError(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
};
