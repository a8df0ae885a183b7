import { describe, expect, it } from 'vitest';
import { s3FormFiles } from '../../../functions/form/form-files.s3.ts';
import { fixedClock } from '../../support/fixed.ts';

/** The adapter before a store that answers with one status. */
const answering = (status: number) => {
  const sent: { readonly method: string | undefined; readonly url: URL; readonly headers: Headers }[] = [];
  const files = s3FormFiles({
    bucket: 'documents-42',
    clock: fixedClock('2026-11-23T02:00:00.000Z'),
    region: async () => 'ap-southeast-1',
    credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
    endpoint: undefined,
    fetch: async (url, init) => {
      sent.push({ method: init?.method, url: new URL(String(url)), headers: new Headers(init?.headers) });
      return new Response(status === 200 ? 'x' : null, { status });
    },
  });
  return { files, sent };
};
const pdf = Buffer.from('%PDF-1.7');

describe('files of the cell in S3', () => {
  it('are put under a condition that is part of the signature', async () => {
    const { files, sent } = answering(200);
    await files.createOnce('forms/x/4/CT04.pdf', pdf, 'application/pdf');
    expect(sent[0]?.headers.get('if-none-match')).toBe('*');
    expect(sent[0]?.url.origin).toBe('https://documents-42.s3.ap-southeast-1.amazonaws.com');
    expect(sent[0]?.url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-type;host;if-none-match');
  });

  it.each([409, 412])('that are there already stay, which is no error (%i)', async (status) => {
    await expect(answering(status).files.createOnce('forms/x/4/CT04.pdf', pdf, 'application/pdf')).resolves.toBeUndefined();
  });

  it('of which the store says that there are none are not there', async () => {
    const { files } = answering(404);
    expect([await files.exists('a'), await files.read('a')]).toEqual([false, undefined]);
  });

  it.each([403, 500, 503])('fail with what the store said, whatever was asked (%i)', async (status) => {
    const { files } = answering(status);
    for (const call of [() => files.exists('a'), () => files.read('a'), () => files.createOnce('a', pdf, 'application/pdf')])
      await expect(call()).rejects.toThrow(`the store answered ${status}`);
  });
});
