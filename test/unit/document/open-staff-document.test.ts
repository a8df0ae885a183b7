import { describe, expect, it } from 'vitest';
import { documentKey } from '../../../functions/ledger/item-keys.ts';
import { countedUlid } from '../../support/fixed.ts';
import { kindOf } from '../../support/kind-of.ts';
import { documentBench, hexOf, pdf, scanResult } from './document-bench.ts';

type State = 'draft' | 'new' | 'processing' | 'returned';

/** A dossier whose lease was confirmed and, unless told otherwise, scanned clean. */
const dossierWith = async (statuses: readonly string[] = ['NO_THREATS_FOUND'], state: State = 'new') => {
  const bench = await documentBench({ state, ...(state === 'returned' && { outcome: 'GRANTED' }) });
  const { dossierId } = bench;
  await bench.ledger.putItem(documentKey(dossierId, 'LEASE'), {
    ...{ dossierId, document: 'LEASE', objectKey: bench.keyOf(pdf), sha256: hexOf(pdf), bytes: pdf.length, contentType: 'application/pdf' },
    ...{ requestedAt: '2026-11-23T01:00:00.000Z', uploadedAt: '2026-11-23T01:01:00.000Z' },
  });
  await bench.scanned(statuses.map((status) => scanResult(bench.keyOf(pdf), status)));
  return bench;
};
const accessesOf = (bench: Awaited<ReturnType<typeof dossierWith>>) =>
  bench.ledger.items().filter(({ sk }) => String(sk).startsWith('ACCESS#'));

describe('opening a document as an officer', () => {
  it.each(['new', 'processing', 'returned'] as const)('answers a link of five minutes in state %s', async (state) => {
    const bench = await dossierWith(undefined, state);
    const { status, body } = await bench.openAsStaff();
    expect(status).toBe(200);
    expect(body).toEqual({ url: `https://files.example/${bench.keyOf(pdf)}?get=lease.pdf`, expiresAt: '2026-11-23T02:05:00.000Z' });
  });

  it.each(['[intake]', '[approver]'])('is for the role %s', async (roles) => {
    const bench = await dossierWith();
    expect((await bench.openAsStaff({ claims: { roles } })).status).toBe(200);
  });

  it('leaves a record that the owner can see', async () => {
    const bench = await dossierWith();
    await bench.openAsStaff();
    expect(accessesOf(bench)).toMatchObject([
      { by: { kind: 'staff', id: 'officer-1' }, what: 'document:LEASE', at: '2026-11-23T02:00:00.000Z' },
    ]);
    expect(accessesOf(bench)[0]).not.toHaveProperty('taskId');
  });

  it('gives nothing away when the record cannot be written', async () => {
    const bench = await dossierWith();
    bench.ledger.failNext('putItem');
    const answer = await bench.openAsStaff();
    expect([answer.status, answer.body['url']]).toEqual([500, undefined]);
  });

  it.each([
    ['no verdict', [], 'unknown'],
    ['a scan that failed', ['FAILED'], 'unknown'],
    ['a threat after a clean scan', ['NO_THREATS_FOUND', 'THREATS_FOUND'], 'threat'],
  ])('refuses a document with %s, and records no access', async (_what, statuses, scan) => {
    const bench = await dossierWith(statuses);
    const answer = await bench.openAsStaff();
    expect([answer.status, kindOf(answer), answer.body['scan']]).toEqual([409, 'document-not-cleared', scan]);
    expect(accessesOf(bench)).toEqual([]);
  });

  it("does not know another office's dossier, nor one that does not exist", async () => {
    const bench = await dossierWith();
    const elsewhere = await bench.openAsStaff({ claims: { office: 'G01.042.002' } });
    const none = await bench.openAsStaff({ dossierId: countedUlid(9) });
    expect([elsewhere.status, kindOf(elsewhere)]).toEqual([404, 'dossier-not-found']);
    expect(none).toEqual(elsewhere);
    expect(accessesOf(bench)).toEqual([]);
  });

  it('does not know a draft', async () => {
    const bench = await dossierWith(undefined, 'draft');
    expect((await bench.openAsStaff()).status).toBe(404);
  });

  it('does not know a document that the dossier does not have', async () => {
    const bench = await dossierWith();
    const answer = await bench.openAsStaff({ document: 'MARRIAGE' });
    expect([answer.status, kindOf(answer)]).toEqual([404, 'document-not-found']);
  });

  it('refuses an account with another role', async () => {
    const bench = await dossierWith();
    const answer = await bench.openAsStaff({ claims: { roles: '[clerk]' } });
    expect([answer.status, kindOf(answer)]).toEqual([403, 'role-missing']);
  });
});
