import { describe, expect, it } from 'vitest';
import { requestUpload } from '../../../functions/document/request-upload.ts';
import { itemBytes } from '../../support/item-bytes.ts';
import { kindOf } from '../../support/kind-of.ts';
import { announcementOf, documentBench, hexOf, pdf } from './document-bench.ts';

const MB = 1024 * 1024;

describe('asking for an upload link', () => {
  it('answers a link for a document that the draft needs', async () => {
    const bench = await documentBench();
    const { status, body } = await bench.request(announcementOf(pdf));
    expect(status).toBe(200);
    expect(body).toEqual({
      url: `https://files.example/${bench.keyOf(pdf)}?put`,
      method: 'PUT',
      headers: { 'content-type': 'application/pdf' },
      expiresAt: '2026-11-23T02:15:00.000Z',
    });
  });

  it('keeps what was announced in an item of one write unit, and no event', async () => {
    const bench = await documentBench();
    await bench.request(announcementOf(pdf));
    const item = bench.ledger.items().find(({ sk }) => sk === 'UPLOAD#LEASE') ?? {};
    expect(item).toMatchObject({ objectKey: bench.keyOf(pdf), sha256: hexOf(pdf), bytes: pdf.length, contentType: 'application/pdf' });
    expect(itemBytes(item)).toBeLessThanOrEqual(1024);
    expect(bench.ledger.events(bench.dossierId)).toEqual([]);
  });

  it('can be repeated, also for another file', async () => {
    const bench = await documentBench();
    const other = Buffer.from('%PDF-1.7 another lease');
    for (const file of [pdf, pdf, other]) expect((await bench.request(announcementOf(file))).status).toBe(200);
    expect(bench.ledger.items().filter(({ sk }) => sk === 'UPLOAD#LEASE')).toMatchObject([{ sha256: hexOf(other) }]);
  });

  it('takes a file of exactly 10 MB', async () => {
    const bench = await documentBench();
    expect((await bench.request(announcementOf(pdf, { bytes: 10 * MB }))).status).toBe(200);
  });

  it.each([
    ['a larger file', { bytes: 10 * MB + 1 }, '/body/bytes'],
    ['an empty file', { bytes: 0 }, '/body/bytes'],
    ['another type', { contentType: 'text/html' }, '/body/contentType'],
    ['a checksum of another length', { sha256: 'AAAA' }, '/body/sha256'],
    ['a checksum of 31 bytes', { sha256: Buffer.alloc(31, 7).toString('base64') }, '/body/sha256'],
    ['a checksum of 33 bytes', { sha256: Buffer.alloc(33, 7).toString('base64') }, '/body/sha256'],
    ['a checksum in another alphabet', { sha256: `${'_'.repeat(43)}=` }, '/body/sha256'],
    ['a checksum in hex', { sha256: hexOf(pdf) }, '/body/sha256'],
  ])('refuses %s', async (_what, more, pointer) => {
    const bench = await documentBench();
    const { status, body } = await bench.request({ ...announcementOf(pdf), ...more });
    expect([status, body['errors']]).toMatchObject([400, [{ pointer }]]);
    expect(bench.files.links).toEqual([]);
  });

  it('refuses a document that is not asked for', async () => {
    const bench = await documentBench();
    const answer = await bench.request(announcementOf(pdf), { document: 'LAND_CERTIFICATE' });
    expect([answer.status, kindOf(answer)]).toEqual([409, 'document-not-needed']);
  });

  it('refuses a name that every object has', async () => {
    const bench = await documentBench();
    const answer = await bench.request(announcementOf(pdf), { document: 'constructor' });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['a checksum that is none', { sha256: hexOf(pdf).slice(2) }],
    ['no byte', { bytes: 0 }],
  ])('never keeps an announcement that could not be read again: %s', async (_what, more) => {
    const bench = await documentBench();
    const announced = {
      party: { kind: 'owner' as const, pin: '042190000016' },
      dossierId: bench.dossierId,
      document: 'LEASE',
      contentType: 'application/pdf' as const,
    };
    await expect(requestUpload(bench)({ ...announced, sha256: hexOf(pdf), bytes: pdf.length, ...more })).rejects.toThrow();
    expect([bench.ledger.calls.putItem, bench.files.links]).toEqual([0, []]);
  });

  it.each(['new', 'processing', 'returned'] as const)('refuses a dossier in state %s', async (state) => {
    const bench = await documentBench({ state, ...(state === 'returned' && { outcome: 'GRANTED' }) });
    const answer = await bench.request(announcementOf(pdf));
    expect([answer.status, kindOf(answer), answer.body['state']]).toEqual([409, 'dossier-wrong-state', state]);
  });

  it("does not know somebody else's dossier", async () => {
    const bench = await documentBench();
    const answer = await bench.request(announcementOf(pdf), { claims: { pin: '042190000999' } });
    expect([answer.status, kindOf(answer)]).toEqual([404, 'dossier-not-found']);
    expect(bench.ledger.calls.putItem).toBe(0);
  });
});
