import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { presignedUrl } from '../../../functions/platform/presigned-url.ts';

const at = new Date('2026-11-23T02:00:00.000Z');
const region = 'ap-southeast-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/of+the=example' };
const Bucket = 'documents-42';
const Key = '01KAQ0000000000000000000AB/LEASE/0123456789abcdef';

const sdk = (more: object = {}) =>
  new S3Client({ region, credentials: { ...credentials, ...more }, requestChecksumCalculation: 'WHEN_REQUIRED' });

/** What the SDK's own presigner made, and the same request signed by ours: its query less what a signature adds by itself. */
const compare = (theirs: string, method: 'GET' | 'HEAD' | 'PUT', headers: Record<string, string>, more: object = {}) => {
  const url = new URL(theirs);
  const ownParts = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-Security-Token',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ];
  const query = Object.fromEntries([...url.searchParams].filter(([name]) => !ownParts.includes(name)));
  const expiresInS = Number(url.searchParams.get('X-Amz-Expires'));
  const ours = presignedUrl({
    method,
    url: new URL(`${url.origin}${url.pathname}`),
    headers,
    query,
    at,
    expiresInS,
    region,
    credentials: { ...credentials, ...more },
  });
  return { ours: new URL(ours).searchParams.get('X-Amz-Signature'), theirs: url.searchParams.get('X-Amz-Signature') };
};

describe('our presigned URLs beside those of the SDK', () => {
  it('sign an upload alike, with type, length and checksum as headers', async () => {
    const ChecksumSHA256 = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=';
    const command = new PutObjectCommand({ Bucket, Key, ContentType: 'application/pdf', ContentLength: 1234, ChecksumSHA256 });
    const theirs = await getSignedUrl(sdk(), command, {
      expiresIn: 900,
      signingDate: at,
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      signableHeaders: new Set(['content-type', 'content-length']),
    });
    const headers = { 'content-type': 'application/pdf', 'content-length': '1234', 'x-amz-checksum-sha256': ChecksumSHA256 };
    const { ours, theirs: expected } = compare(theirs, 'PUT', headers);
    expect(ours).toBe(expected);
  });

  it('sign a download alike, with response headers in the query', async () => {
    const command = new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: `attachment; filename="lease (1)'*.pdf"` });
    const { ours, theirs } = compare(await getSignedUrl(sdk(), command, { expiresIn: 300, signingDate: at }), 'GET', {});
    expect(ours).toBe(theirs);
  });

  it('sign a HEAD alike under temporary credentials', async () => {
    const session = { sessionToken: 'token/with+marks==' };
    const url = await getSignedUrl(sdk(session), new HeadObjectCommand({ Bucket, Key }), { expiresIn: 60, signingDate: at });
    const { ours, theirs } = compare(url, 'HEAD', {}, session);
    expect(ours).toBe(theirs);
  });

  it('give another signature for another length', () => {
    const signed = (length: string) =>
      presignedUrl({
        method: 'PUT',
        url: new URL(`https://b.example/${Key}`),
        headers: { 'content-length': length },
        at,
        expiresInS: 60,
        region,
        credentials,
      });
    expect(signed('1')).not.toBe(signed('2'));
  });
});
