import { describe, expect, it } from 'vitest';
import { countedUlid } from '../../support/fixed.ts';
import { kindOf } from '../../support/kind-of.ts';
import { pin, registryBench } from './registry-bench.ts';

const document = {
  code: '0123456789ABCDEFGHJKM',
  owner: { pin },
  cell: '42',
  dossierId: countedUlid(1),
  dossierCode: 'G01.042.001-261123-000001',
  procedure: 'permanent-residence',
  outcome: 'GRANTED',
  number: '1/2026/CT08-G01.042.001',
  issuedAt: '2026-11-23T02:00:00.000Z',
  jws: 'aGVhZGVy.cGF5bG9hZA.c2lnbmF0dXJl',
};

describe('storing an e-document', () => {
  it("puts it into its owner's store", async () => {
    const bench = registryBench();
    expect(await bench.store(document)).toMatchObject({ status: 200, body: { code: document.code } });
    const stored = bench.eDocuments.get(document.code);
    expect(stored).toMatchObject({ jws: document.jws, ownerKey: expect.stringMatching(/^k1\./), storedAt: '2026-11-23T02:00:00.000Z' });
    expect(JSON.stringify(stored)).not.toContain(pin);
  });

  it('stores it once, however often it comes', async () => {
    const bench = registryBench();
    for (let time = 0; time < 3; time += 1) expect((await bench.store(document)).status).toBe(200);
    expect(bench.eDocuments.size).toBe(1);
  });

  it('refuses another document under the same code', async () => {
    const bench = registryBench();
    await bench.store(document);
    const answer = await bench.store({ ...document, jws: 'b3RoZXI.cGF5bG9hZA.c2lnbmF0dXJl' });
    expect([answer.status, kindOf(answer)]).toEqual([409, 'e-document-conflict']);
    expect(bench.eDocuments.get(document.code)).toMatchObject({ jws: document.jws });
  });

  it.each(['cell-01', 'land', 'national'])("refuses the client %s to hand over cell 42's results", async (system) => {
    const bench = registryBench();
    const answer = await bench.store(document, system);
    expect([answer.status, kindOf(answer)]).toEqual([403, 'role-missing']);
    expect(bench.eDocuments.size).toBe(0);
  });

  it.each(['land', 'national'])('tells the client %s that it is refused, and nothing of what it sends wrongly', async (system) => {
    const answer = await registryBench().store({ ...document, jws: 'plain text' }, system);
    expect([answer.status, kindOf(answer)]).toEqual([403, 'role-missing']);
  });

  it.each([
    ['a code that can be guessed', { code: 'SHORT' }, '/body/code'],
    ['a document that is not signed', { jws: 'plain text' }, '/body/jws'],
    ['an owner without a number', { owner: {} }, '/body/owner/pin'],
  ])('refuses %s', async (_what, more, pointer) => {
    const { status, body } = await registryBench().store({ ...document, ...more });
    expect([status, body['errors']]).toMatchObject([400, [{ pointer }]]);
  });
});
