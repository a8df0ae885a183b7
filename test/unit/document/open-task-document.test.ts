import { describe, expect, it } from 'vitest';
import { documentKey, taskKey } from '../../../functions/ledger/item-keys.ts';
import { kindOf } from '../../support/kind-of.ts';
import { documentBench, hexOf, pdf, scanResult } from './document-bench.ts';

/** A dossier in processing whose lease was confirmed and, unless told otherwise, scanned clean. */
const processing = async (...statuses: string[]) => {
  const bench = await documentBench({ state: 'processing' });
  const { dossierId } = bench;
  await bench.ledger.putItem(documentKey(dossierId, 'LEASE'), {
    ...{ dossierId, document: 'LEASE', objectKey: bench.keyOf(pdf), sha256: hexOf(pdf), bytes: pdf.length, contentType: 'application/pdf' },
    ...{ requestedAt: '2026-11-23T01:00:00.000Z', uploadedAt: '2026-11-23T01:01:00.000Z' },
  });
  await bench.scanned(statuses.map((status) => scanResult(bench.keyOf(pdf), status)));
  return bench;
};
const accessesOf = (bench: Awaited<ReturnType<typeof processing>>) =>
  bench.ledger.items().filter(({ sk }) => String(sk).startsWith('ACCESS#'));

describe('opening a document for a task', () => {
  it('answers a link of five minutes', async () => {
    const bench = await processing('NO_THREATS_FOUND');
    const { status, body } = await bench.open('land', 1);
    expect(status).toBe(200);
    expect(body).toEqual({ url: `https://files.example/${bench.keyOf(pdf)}?get=lease.pdf`, expiresAt: '2026-11-23T02:05:00.000Z' });
  });

  it('leaves a record that the owner can see', async () => {
    const bench = await processing('NO_THREATS_FOUND');
    await bench.open('land', 1);
    expect(accessesOf(bench)).toMatchObject([
      { by: { kind: 'agency', id: 'land' }, what: 'document:LEASE', taskId: `${bench.dossierId}.1`, at: '2026-11-23T02:00:00.000Z' },
    ]);
  });

  it('gives nothing away when the record cannot be written', async () => {
    const bench = await processing('NO_THREATS_FOUND');
    bench.ledger.failNext('putItem');
    const answer = await bench.open('land', 1);
    expect([answer.status, answer.body['url']]).toEqual([500, undefined]);
  });

  it.each([
    ['no verdict', [], 'unknown'],
    ['a scan that failed', ['FAILED'], 'unknown'],
    ['a file that cannot be scanned', ['UNSUPPORTED', 'ACCESS_DENIED'], 'unknown'],
    ['a threat', ['THREATS_FOUND'], 'threat'],
    ['a threat before a clean scan', ['THREATS_FOUND', 'NO_THREATS_FOUND'], 'threat'],
    ['a threat after a clean scan', ['NO_THREATS_FOUND', 'THREATS_FOUND'], 'threat'],
  ])('refuses a document with %s, and records no access', async (_what, statuses, scan) => {
    const bench = await processing(...statuses);
    const answer = await bench.open('land', 1);
    expect([answer.status, kindOf(answer), answer.body['scan']]).toEqual([409, 'document-not-cleared', scan]);
    expect(accessesOf(bench)).toEqual([]);
  });

  it('opens a document that a later scan could call clean', async () => {
    const bench = await processing('FAILED', 'NO_THREATS_FOUND');
    expect((await bench.open('land', 1)).status).toBe(200);
  });

  it('does not take the verdict about another file of the same document', async () => {
    const bench = await processing();
    await bench.scanned([scanResult(bench.keyOf(Buffer.from('another file')), 'NO_THREATS_FOUND')]);
    expect((await bench.open('land', 1)).status).toBe(409);
  });

  it("does not know another agency's task", async () => {
    const bench = await processing('NO_THREATS_FOUND');
    const answer = await bench.open('commune', 1);
    expect([answer.status, kindOf(answer)]).toEqual([404, 'task-not-found']);
  });

  it('does not know a task that was never opened', async () => {
    const bench = await processing('NO_THREATS_FOUND');
    expect((await bench.open('police', 4)).status).toBe(404);
  });

  it('refuses a closed task', async () => {
    const bench = await processing('NO_THREATS_FOUND');
    const key = taskKey(bench.dossierId, 1);
    await bench.ledger.putItem(key, { ...(await bench.ledger.readItem(key)), state: 'closed', answer: 'POSITIVE' });
    const answer = await bench.open('land', 1);
    expect([answer.status, kindOf(answer)]).toEqual([409, 'task-closed']);
  });

  it('does not know a document that the dossier does not have', async () => {
    const bench = await processing('NO_THREATS_FOUND');
    const answer = await bench.open('land', 1, 'MARRIAGE');
    expect([answer.status, kindOf(answer)]).toEqual([404, 'document-not-found']);
  });

  it('does not hand out a file that was announced and not confirmed', async () => {
    const bench = await documentBench({ state: 'processing' });
    expect((await bench.open('land', 1)).status).toBe(404);
  });
});
