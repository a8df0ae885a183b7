import { describe, expect, it } from 'vitest';
import { kindOf } from '../../support/kind-of.ts';
import { announcementOf, documentBench, hexOf, pdf } from './document-bench.ts';

/** A bench whose upload was announced. */
const announced = async (more: Parameters<typeof announcementOf>[1] = {}) => {
  const bench = await documentBench();
  await bench.request(announcementOf(pdf, more));
  return bench;
};

describe('confirming an upload', () => {
  it('makes the file a document of the dossier, with one event', async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    const { status, body } = await bench.confirm();
    expect(status).toBe(200);
    expect(body).toEqual({
      document: 'LEASE',
      state: 'uploaded',
      contentType: 'application/pdf',
      bytes: pdf.length,
      uploadedAt: '2026-11-23T02:00:00.000Z',
    });
    expect(bench.ledger.meta(bench.dossierId).documents).toEqual({ LEASE: 'uploaded' });
    expect(bench.ledger.events(bench.dossierId)).toMatchObject([
      { n: 2, type: 'document.uploaded', by: { kind: 'owner' }, data: { document: 'LEASE', sha256: hexOf(pdf), bytes: pdf.length } },
    ]);
  });

  it('answers the same when it is repeated, and writes nothing more', async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    const first = await bench.confirm();
    bench.clock.advance(60_000);
    expect(await bench.confirm()).toEqual(first);
    expect(bench.ledger.calls.commit).toBe(1);
  });

  it('answers the same after the submission', async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    const first = await bench.confirm();
    bench.ledger.seed({ ...bench.ledger.meta(bench.dossierId), state: 'new' });
    expect(await bench.confirm()).toEqual(first);
  });

  it('lets another file take the place of a confirmed one while the dossier is a draft', async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    await bench.confirm();
    const other = Buffer.from('%PDF-1.7 the lease that is meant');
    await bench.request(announcementOf(other));
    bench.files.put(bench.keyOf(other), other);
    expect((await bench.confirm()).status).toBe(200);
    expect(bench.ledger.items().find(({ sk }) => sk === 'DOCUMENT#LEASE')).toMatchObject({ sha256: hexOf(other) });
  });

  it('keeps the confirmed file when another one was announced and never came', async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    await bench.confirm();
    await bench.request(announcementOf(Buffer.from('%PDF-1.7 never sent')));
    expect((await bench.confirm()).status).toBe(422);
    expect(bench.ledger.items().find(({ sk }) => sk === 'DOCUMENT#LEASE')).toMatchObject({ sha256: hexOf(pdf) });
  });

  it('decides anew when the dossier was changed meanwhile', async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    bench.ledger.conflictNext(2);
    expect((await bench.confirm()).status).toBe(200);
  });

  it('gives way to a submission that came first', async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    bench.ledger.beforeNextWrite(async () => bench.ledger.seed({ ...bench.ledger.meta(bench.dossierId), state: 'new', n: 2 }));
    const answer = await bench.confirm();
    expect([answer.status, kindOf(answer), answer.body['state']]).toEqual([409, 'dossier-wrong-state', 'new']);
  });

  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
  it.each([
    ['never arrived', 'absent', () => undefined],
    ['has another size', 'size', { bytes: 1 }],
    ['has another checksum', 'checksum', { sha256: hexOf(png) }],
    ['has no checksum that the store knows', 'checksum', { sha256: undefined }],
    ['is of another type than its name says', 'type', { start: png }],
    ['has fewer bytes than the mark of its type', 'type', { start: pdf.subarray(0, 4) }],
  ])('refuses a file that %s, and changes nothing', async (_what, reason, facts) => {
    const bench = await announced();
    if (typeof facts === 'object') bench.files.put(bench.keyOf(pdf), pdf, facts);
    const answer = await bench.confirm();
    expect([answer.status, kindOf(answer), answer.body['reason']]).toEqual([422, 'document-refused', reason]);
    expect(bench.ledger.meta(bench.dossierId)).toMatchObject({ n: 1, documents: { LEASE: 'expected' } });
    expect(bench.ledger.items().some(({ sk }) => sk === 'DOCUMENT#LEASE')).toBe(false);
  });

  it.each([
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]],
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
  ])('takes a file that begins as %s does', async (contentType, start) => {
    const file = Buffer.from(start);
    const bench = await documentBench();
    await bench.request(announcementOf(file, { contentType }));
    bench.files.put(bench.keyOf(file), file);
    expect((await bench.confirm()).status).toBe(200);
  });

  it('refuses a document that no upload was asked for', async () => {
    const bench = await documentBench();
    const answer = await bench.confirm();
    expect([answer.status, kindOf(answer)]).toEqual([404, 'document-not-found']);
  });

  it("does not know somebody else's dossier", async () => {
    const bench = await announced();
    bench.files.put(bench.keyOf(pdf), pdf);
    const answer = await bench.confirm({ claims: { pin: '042190000999' } });
    expect([answer.status, kindOf(answer)]).toEqual([404, 'dossier-not-found']);
  });

  it('does not tell why the store failed', async () => {
    const bench = await announced();
    bench.files.inspect = async () => {
      throw new Error('the store answered 403 to a HEAD');
    };
    const answer = await bench.confirm();
    expect([answer.status, kindOf(answer)]).toEqual([500, 'internal-error']);
    expect(answer.body['detail']).toBeUndefined();
  });
});
