import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveStorage, testResources } from './support.ts';

let served: Awaited<ReturnType<typeof serveStorage>>;
beforeAll(async () => {
  served = await serveStorage(testResources);
});
afterAll(() => served.stop());

const sha256 = (body: string | Buffer) => createHash('sha256').update(body).digest('base64');

const code = async (response: Response) => (await response.text()).match(/<Code>(\w+)<\/Code>/)?.[1];

const read = async (Key: string, Bucket = 'documents') => {
  const { Body } = await served.s3().send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  served.s3().send(new PutObjectCommand({ Bucket: 'documents', Key, Body, ...more }));

/** A presigned upload as design.md asks for it: length, type and checksum signed. */
const uploadUrl = (Key: string, body: string | Buffer, options: { expiresIn?: number; once?: boolean } = {}) =>
  getSignedUrl(
    served.s3(),
    new PutObjectCommand({
      Bucket: 'documents',
      Key,
      ContentType: 'image/png',
      ContentLength: Buffer.byteLength(body),
      ChecksumSHA256: sha256(body),
      ...(options.once && { IfNoneMatch: '*' }),
    }),
    {
      expiresIn: options.expiresIn ?? 300,
      signingDate: new Date(served.clock.now()),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      signableHeaders: new Set(['content-type', 'content-length', 'host', 'if-none-match']),
    },
  );

const upload = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'PUT', body, headers: { 'content-type': 'image/png', 'x-amz-checksum-sha256': sha256(body), ...headers } });

describe('a presigned upload', () => {
  it('takes exactly the body that was signed, and keeps its checksum', async () => {
    const url = await uploadUrl('presigned/a', 'picture');
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;x-amz-checksum-sha256');
    const response = await upload(url, 'picture');
    expect([response.status, response.headers.get('x-amz-checksum-sha256')]).toEqual([200, sha256('picture')]);
    expect(await read('presigned/a')).toBe('picture');
    const { ChecksumSHA256 } = await served
      .s3()
      .send(new HeadObjectCommand({ Bucket: 'documents', Key: 'presigned/a', ChecksumMode: 'ENABLED' }));
    expect(ChecksumSHA256).toBe(sha256('picture'));
  });

  it.each([
    [
      'another body of the same length under the signed checksum',
      'PICTURE',
      { 'x-amz-checksum-sha256': sha256('picture') },
      400,
      'BadDigest',
    ],
    ['another checksum', 'PICTURE', {}, 403, 'SignatureDoesNotMatch'],
    ['another length', 'a longer picture', { 'x-amz-checksum-sha256': sha256('picture') }, 403, 'SignatureDoesNotMatch'],
    ['another type', 'picture', { 'content-type': 'text/html' }, 403, 'SignatureDoesNotMatch'],
    ['an unsigned header', 'picture', { 'x-amz-meta-owner': 'me' }, 403, 'AccessDenied'],
  ])('refuses %s', async (_what, body, headers, status, name) => {
    const response = await upload(await uploadUrl('presigned/b', 'picture'), body, headers);
    expect([response.status, await code(response)]).toEqual([status, name]);
  });

  it('without the signed checksum header is refused', async () => {
    const response = await fetch(await uploadUrl('presigned/c', 'picture'), {
      method: 'PUT',
      body: 'picture',
      headers: { 'content-type': 'image/png' },
    });
    expect([response.status, await code(response)]).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('is bound to its method, its key and its time', async () => {
    const url = await uploadUrl('presigned/d', 'picture');
    for (const [input, method] of [
      [url, 'DELETE'],
      [url, 'GET'],
      [url.replace('presigned/d', 'presigned/e'), 'PUT'],
      [url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000'), 'PUT'],
    ] as const) {
      const response = await fetch(input, {
        method,
        ...(method === 'PUT' && { body: 'picture' }),
        headers: { 'content-type': 'image/png', 'x-amz-checksum-sha256': sha256('picture') },
      });
      expect([method, response.status, await code(response)]).toEqual([method, 403, 'SignatureDoesNotMatch']);
    }
    await served.clock.advance(280_000);
    expect((await upload(url, 'picture')).status).toBe(200);
    await served.clock.advance(20_000);
    const late = await upload(url, 'picture');
    const text = await late.text();
    expect([late.status, text]).toEqual([403, expect.stringContaining('<Message>Request has expired</Message>')]);
    expect(text).toContain('<Code>AccessDenied</Code>');
    const early = await uploadUrl('presigned/d', 'picture');
    expect((await upload(early, 'picture')).status).toBe(200);
  });

  it('takes the checksum from the query too, as the presigner puts it there by default', async () => {
    const url = await getSignedUrl(
      served.s3(),
      new PutObjectCommand({ Bucket: 'documents', Key: 'hoisted', ChecksumSHA256: sha256('right') }),
      {
        signingDate: new Date(served.clock.now()),
      },
    );
    expect(new URL(url).searchParams.get('x-amz-checksum-sha256')).toBe(sha256('right'));
    const wrong = await fetch(url, { method: 'PUT', body: 'wrong' });
    expect([wrong.status, await code(wrong)]).toEqual([400, 'BadDigest']);
    expect((await fetch(url, { method: 'PUT', body: 'right' })).status).toBe(200);
    expect((await fetch(url, { method: 'PUT', body: 'right', headers: { 'x-amz-checksum-sha256': sha256('right') } })).status).toBe(200);
  });

  it('with a signed If-None-Match stores once', async () => {
    const url = await uploadUrl('presigned/once', 'picture', { once: true });
    const send = () => upload(url, 'picture', { 'if-none-match': '*' });
    expect((await send()).status).toBe(200);
    const again = await send();
    expect([again.status, await code(again)]).toEqual([412, 'PreconditionFailed']);
  });
});

describe('a presigned download', () => {
  it('carries the headers that it was signed to answer with', async () => {
    await put('download', 'kết quả', { ContentType: 'application/json' });
    const url = await getSignedUrl(
      served.s3(),
      new GetObjectCommand({ Bucket: 'documents', Key: 'download', ResponseContentDisposition: 'attachment; filename="a.json"' }),
      {
        expiresIn: 300,
        signingDate: new Date(served.clock.now()),
      },
    );
    const response = await fetch(url);
    expect([response.status, response.headers.get('content-disposition'), await response.text()]).toEqual([
      200,
      'attachment; filename="a.json"',
      'kết quả',
    ]);
    await served.clock.advance(301_000);
    expect(await code(await fetch(url))).toBe('AccessDenied');
  });
});

describe('a browser', () => {
  it('of the allowed origin may upload, another may not', async () => {
    const url = await uploadUrl('browser', 'picture');
    const ask = (origin: string) =>
      fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type,x-amz-checksum-sha256' },
      });
    const allowed = await ask('https://portal.example');
    expect([
      allowed.status,
      allowed.headers.get('access-control-allow-origin'),
      allowed.headers.get('access-control-allow-headers'),
    ]).toEqual([200, 'https://portal.example', 'content-type, x-amz-checksum-sha256']);
    expect((await ask('https://evil.example')).status).toBe(403);
    const stored = await upload(url, 'picture', { origin: 'https://portal.example' });
    expect([stored.status, stored.headers.get('access-control-expose-headers')]).toEqual([200, 'ETag']);
  });
});
