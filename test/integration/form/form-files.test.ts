import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3FormFiles } from '../../../functions/form/form-files.s3.ts';
import type { FormFiles } from '../../../functions/form/form-files.ts';
import { storedFiles } from '../../support/stored-files.ts';

const key = 'forms/01KAQ0000000000000000000AB/4/CT04.pdf';
const bytes = (text: string) => Buffer.from(`%PDF-1.7 ${text}`);

/** The product's own files against an object store that checks signatures, conditions and expiry by code of its own. */
describe('files that the cell makes', () => {
  let store: Awaited<ReturnType<typeof storedFiles>>['store'];
  let files: FormFiles;

  beforeAll(async () => {
    const opened = await storedFiles();
    store = opened.store;
    files = s3FormFiles(opened.settings);
  });
  afterAll(() => store.stop());

  it('are not there before they are made', async () => {
    expect(await files.exists(key)).toBe(false);
    expect(await files.read(key)).toBeUndefined();
  });

  it('are stored once: of several at the same moment one stays, and later ones change nothing', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, index) => files.createOnce(key, bytes(String(index)), 'application/pdf')));
    const first = await files.read(key);
    expect(Buffer.from(first ?? []).toString()).toMatch(/^%PDF-1\.7 [0-4]$/);
    await files.createOnce(key, bytes('later'), 'application/pdf');
    expect(await files.read(key)).toEqual(first);
    expect(await files.exists(key)).toBe(true);
  });

  it('are handed out as PDFs to be saved, for five minutes', async () => {
    const before = store.clock.now();
    const { url, expiresAt } = await files.readLink(key, 'CT04-4.pdf');
    expect(expiresAt.getTime() - before).toBeGreaterThanOrEqual(300_000);
    expect(expiresAt.getTime() - store.clock.now()).toBeLessThanOrEqual(300_000);
    const response = await fetch(url);
    expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
      200,
      'application/pdf',
      'attachment; filename="CT04-4.pdf"',
    ]);
    await response.body?.cancel();
    expect((await fetch(url.replace('CT04.pdf', 'CT08.pdf'))).status).toBe(403);
    await store.clock.advance(301_000);
    expect((await fetch(url)).status).toBe(403);
  });
});
