import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectKeyOf } from '../../../functions/document/document.ts';
import { s3DocumentFiles } from '../../../functions/document/document-files.s3.ts';
import type { DocumentFiles } from '../../../functions/document/document-files.ts';
import { countedUlid } from '../../support/fixed.ts';
import { storedFiles } from '../../support/stored-files.ts';

const pdf = Buffer.from('%PDF-1.7 a lease of a rented house');
const hexOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const announced = (bytes: Uint8Array) => ({
  objectKey: objectKeyOf(countedUlid(1), 'LEASE', hexOf(bytes)),
  sha256: hexOf(bytes),
  bytes: bytes.length,
  contentType: 'application/pdf' as const,
});

/** The product's links against an object store that checks signatures, checksums and expiry by code of its own. */
describe('links to files', () => {
  let store: Awaited<ReturnType<typeof storedFiles>>['store'];
  let files: DocumentFiles;

  beforeAll(async () => {
    const opened = await storedFiles();
    store = opened.store;
    files = s3DocumentFiles(opened.settings);
  });
  afterAll(() => store.stop());

  const put = async (body: Uint8Array, more: { headers?: Record<string, string>; bytes?: Uint8Array } = {}) => {
    const { url, headers } = await files.uploadLink(announced(more.bytes ?? body));
    const response = await fetch(url, { method: 'PUT', headers: { ...headers, ...more.headers }, body: new Uint8Array(body) });
    await response.body?.cancel();
    return response.status;
  };

  it('take the announced file, tell what it is, and hand it out', async () => {
    expect(await put(pdf)).toBe(200);
    const { objectKey, sha256, contentType } = announced(pdf);
    expect(await files.inspect(objectKey)).toEqual({ bytes: pdf.length, sha256, start: new Uint8Array(pdf.subarray(0, 16)) });
    const { url } = await files.readLink({ objectKey, contentType }, 'lease.pdf');
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(pdf);
  });

  const other = Buffer.from('%PDF-1.7 a lease of another house!');
  it('refuse another content of the same size', async () => {
    expect(await put(other, { bytes: pdf })).toBe(400);
  });

  it('refuse another size, type or checksum than were signed', async () => {
    expect(await put(Buffer.concat([pdf, pdf]), { bytes: pdf })).toBeGreaterThanOrEqual(400);
    expect(await put(pdf, { headers: { 'content-type': 'text/html' } })).toBe(403);
    const checksum = Buffer.from(hexOf(other), 'hex').toString('base64');
    expect(await put(other, { bytes: pdf, headers: { 'x-amz-checksum-sha256': checksum } })).toBe(403);
  });

  it('refuse what they were not made for', async () => {
    const { url, headers } = await files.uploadLink(announced(pdf));
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url.replace('/LEASE/', '/CONSENT/'), { method: 'PUT', headers, body: new Uint8Array(pdf) })).status).toBe(403);
  });

  it('know no file that was never put', async () => {
    expect(await files.inspect(objectKeyOf(countedUlid(1), 'LEASE', hexOf(Buffer.from('never'))))).toBeUndefined();
  });

  it('expire: an upload after 15 minutes, a reading after five', async () => {
    const { objectKey, contentType } = announced(pdf);
    const upload = await files.uploadLink(announced(pdf));
    const read = await files.readLink({ objectKey, contentType }, 'lease.pdf');
    await store.clock.advance(5 * 60_000 + 1000);
    expect((await fetch(read.url)).status).toBe(403);
    const again = () => fetch(upload.url, { method: 'PUT', headers: upload.headers, body: new Uint8Array(pdf) });
    expect((await again()).status).toBe(200);
    await store.clock.advance(10 * 60_000);
    expect((await again()).status).toBe(403);
  });
});
