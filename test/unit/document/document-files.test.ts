import { describe, expect, it } from 'vitest';
import { s3DocumentFiles } from '../../../functions/document/document-files.s3.ts';
import { fixedClock } from '../../support/fixed.ts';
import { hexOf, pdf } from './document-bench.ts';

type Sent = { readonly method: string; readonly url: URL; readonly headers: Headers };

const objectKey = `01KAQ0000000000000000000AB/LEASE/${hexOf(pdf)}`;

/** The adapter before a store that answers what a test says. */
const store = (answer: (sent: Sent) => Response, endpoint?: string) => {
  const sent: Sent[] = [];
  const files = s3DocumentFiles({
    bucket: 'documents-42',
    clock: fixedClock('2026-11-23T02:00:00.000Z'),
    region: async () => 'ap-southeast-1',
    credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
    endpoint,
    fetch: async (url, init) => {
      const call = { method: init?.method ?? 'GET', url: new URL(String(url)), headers: new Headers(init?.headers) };
      sent.push(call);
      return answer(call);
    },
  });
  return { files, sent };
};
const checksum = Buffer.from(hexOf(pdf), 'hex').toString('base64');
const unused = store(() => Response.error()).files;
const file = { objectKey, sha256: hexOf(pdf), bytes: pdf.length, contentType: 'application/pdf' } as const;

describe('files in S3', () => {
  it('sign size, type and checksum of an upload as headers', async () => {
    const { url, headers, expiresAt } = await unused.uploadLink(file);
    const { origin, pathname, searchParams } = new URL(url);
    expect([origin, pathname]).toEqual(['https://documents-42.s3.ap-southeast-1.amazonaws.com', `/${objectKey}`]);
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host;x-amz-checksum-sha256');
    expect(searchParams.get('X-Amz-Expires')).toBe('900');
    expect(headers).toEqual({ 'content-type': 'application/pdf', 'x-amz-checksum-sha256': checksum });
    expect(expiresAt.toISOString()).toBe('2026-11-23T02:15:00.000Z');
  });

  it('give a link to read that expires after five minutes and is saved, not shown', async () => {
    const { url, expiresAt } = await unused.readLink(file, 'lease.pdf');
    const { searchParams } = new URL(url);
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
    expect(searchParams.get('response-content-disposition')).toBe('attachment; filename="lease.pdf"');
    expect(expiresAt.toISOString()).toBe('2026-11-23T02:05:00.000Z');
  });

  it('stand in the path of another endpoint', async () => {
    const { files } = store(() => Response.error(), 'http://store.example:4566/');
    expect((await files.uploadLink(file)).url).toMatch(`http://store.example:4566/documents-42/${objectKey}?`);
  });

  it('tell size, checksum and first bytes of a file', async () => {
    const { files, sent } = store(({ method }) =>
      method === 'HEAD'
        ? new Response(null, { headers: { 'content-length': '1234', 'x-amz-checksum-sha256': checksum } })
        : new Response(pdf.subarray(0, 16), { status: 206 }),
    );
    expect(await files.inspect(objectKey)).toEqual({ bytes: 1234, sha256: hexOf(pdf), start: new Uint8Array(pdf.subarray(0, 16)) });
    expect(sent.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
    expect(sent[0]?.headers.get('x-amz-checksum-mode')).toBe('ENABLED');
    expect(sent[1]?.headers.get('range')).toBe('bytes=0-15');
  });

  it('read no more than the first bytes from a store that does not know ranges', async () => {
    const { files } = store(({ method }) => (method === 'HEAD' ? new Response(null) : new Response(Buffer.alloc(100, 1))));
    expect((await files.inspect(objectKey))?.start).toHaveLength(16);
  });

  it('tell no checksum when the store has none', async () => {
    const { files } = store(() => new Response(null, { headers: { 'content-length': '3' } }));
    expect(await files.inspect(objectKey)).toMatchObject({ bytes: 3, sha256: undefined });
  });

  it('tell that there is no file', async () => {
    const { files, sent } = store(() => new Response(null, { status: 404 }));
    expect(await files.inspect(objectKey)).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  it('take an empty file for a file without a first byte', async () => {
    const { files } = store(({ method }) => (method === 'HEAD' ? new Response(null) : new Response(null, { status: 416 })));
    expect((await files.inspect(objectKey))?.start).toHaveLength(0);
  });

  it.each([
    ['HEAD', 403],
    ['HEAD', 500],
    ['GET', 503],
  ])('throw when the store answers a %s with %i: that says nothing about the file', async (method, status) => {
    const { files } = store((sent) => (sent.method === method ? new Response(null, { status }) : new Response(null)));
    await expect(files.inspect(objectKey)).rejects.toThrow(String(status));
  });
});
