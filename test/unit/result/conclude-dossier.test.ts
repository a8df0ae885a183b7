import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { itemBytes } from '../../support/item-bytes.ts';
import { applicant, resultBench } from './result-bench.ts';

/** The payload of a JWS, verified by another library with the keys that the cell publishes. */
const verified = async (jws: unknown, keys: Record<string, unknown>) => {
  const { payload, protectedHeader } = await compactVerify(String(jws), createLocalJWKSet(keys as unknown as JSONWebKeySet));
  return { protectedHeader, payload: JSON.parse(Buffer.from(payload).toString('utf8')) };
};

describe('concluding a dossier', () => {
  it('walks 4 to 9, takes the deadline away and answers the outcome', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    expect(await bench.conclude()).toEqual({ kind: 'concluded', outcome: 'GRANTED' });
    expect(bench.meta()).toMatchObject({ state: 'processed', outcome: 'GRANTED', concludedAt: '2026-11-27T03:00:00.000Z', openTasks: 0 });
    expect(bench.meta().deadline).toBeUndefined();
    expect(bench.meta().dueAt).toBe('2026-12-02T02:00:00.000Z');
  });

  it('has one event with codes only', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    await bench.conclude();
    const { resultCode } = bench.meta();
    expect(bench.ledger.events(bench.dossierId)).toMatchObject([
      {
        ...{ type: 'dossier.concluded', from: 'processing', to: 'processed', by: { kind: 'system', id: 'approval' } },
        data: { outcome: 'GRANTED', resultCode, number: '1/2026/CT08-G01.042.001', timing: 'BEFORE' },
      },
    ]);
  });

  it('signs what another library verifies with the published keys', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT', { reason: 'Đủ điều kiện' });
    await bench.conclude();
    const { jws } = (await bench.read()).body;
    const { protectedHeader, payload } = await verified(jws, (await bench.keys()).body);
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: (await bench.key.publicKey()).kid, typ: 'motcua-result+jws' });
    expect(payload).toMatchObject({
      ...{ iss: 'https://api.example', cell: '42', code: bench.meta().resultCode, number: '1/2026/CT08-G01.042.001' },
      ...{ dossierCode: 'G01.042.001-261123-000001', procedure: 'permanent-residence', procedureVersion: '2026-07-01' },
      ...{ outcome: 'GRANTED', issuedAt: '2026-11-27T03:00:00.000Z', owner: applicant },
      form: {
        ...{ code: 'CT08', office: 'G01.042.001', decidedAt: '2026-11-27T02:59:00.000Z', reason: 'Đủ điều kiện' },
        residence: { kind: 'permanent-residence', commune: 'T4201', line: 'Số 1, thôn Mẫu 1', relationToHead: 'HEAD' },
      },
    });
    expect(JSON.stringify(payload)).not.toContain('0009990001');
  });

  it("concludes the competent agency's refusal as REFUSED, with its reason and law", async () => {
    const bench = await resultBench();
    await bench.decide('REFUSE', { reason: 'Chỗ ở không hợp pháp', legalBasis: 'Law on Residence, Article 23' });
    expect(await bench.conclude()).toEqual({ kind: 'concluded', outcome: 'REFUSED' });
    const { payload } = (await bench.read()).body as { payload: { form: object } };
    expect(payload).toMatchObject({ outcome: 'REFUSED', number: '1/2026/CT06-G01.042.001' });
    expect(payload.form).toMatchObject({
      code: 'CT06',
      reason: 'Chỗ ở không hợp pháp',
      legalBasis: expect.arrayContaining(['Law on Residence, Article 23']),
    });
    expect(payload.form).not.toHaveProperty('residence');
  });

  it('seals what names the owner: no item holds number or name in clear', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    await bench.conclude();
    const clear = JSON.stringify(bench.ledger.items().map((item) => ({ ...item, sealed: undefined })));
    expect(clear).not.toMatch(new RegExp(`${applicant.pin}|${applicant.name}|eyJ`));
    expect(bench.item('RESULT')).toMatchObject({ sealed: { text: expect.any(Uint8Array) }, kid: (await bench.key.publicKey()).kid });
  });

  it('keeps META within a write unit', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    await bench.conclude();
    expect(itemBytes(bench.item('META') ?? {})).toBeLessThanOrEqual(1024);
  });

  it('answers the same when it is repeated, without a second number, signature or event', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    const first = await bench.conclude();
    bench.clock.advance(60_000);
    expect(await bench.conclude()).toEqual(first);
    expect(await bench.conclude({ dossierId: bench.dossierId, run: 2 })).toEqual(first);
    expect([bench.ledger.calls.nextNumber, bench.key.signed(), bench.ledger.calls.commit]).toEqual([1, 1, 1]);
  });

  it('spends one number and one signature although others change the dossier meanwhile', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    bench.ledger.conflictNext(3);
    expect(await bench.conclude()).toMatchObject({ kind: 'concluded' });
    expect([bench.ledger.calls.nextNumber, bench.key.signed(), bench.ledger.calls.commit]).toEqual([1, 1, 4]);
  });

  it('writes one result when two executions conclude at once', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    bench.ledger.beforeNextWrite(async () => void (await bench.conclude({ dossierId: bench.dossierId, run: 2 })));
    expect(await bench.conclude()).toEqual({ kind: 'concluded', outcome: 'GRANTED' });
    expect(bench.ledger.events(bench.dossierId)).toHaveLength(1);
    expect(bench.ledger.items().filter(({ pk }) => String(pk).startsWith('RESULT#'))).toHaveLength(1);
  });

  it('numbers decisions per office and year of local time', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    bench.clock.set('2026-12-31T17:00:00.000Z');
    await bench.conclude();
    expect(bench.item('RESULT')).toMatchObject({ number: '1/2027/CT08-G01.042.001' });
  });

  it('says when the decision came after its due time', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    bench.clock.set('2026-12-02T02:01:00.000Z');
    await bench.conclude();
    expect(bench.ledger.events(bench.dossierId)).toMatchObject([{ data: { timing: 'AFTER' } }]);
  });

  it('fails while the competent agency has not decided, whatever the state machine believes', async () => {
    const bench = await resultBench();
    await expect(bench.conclude()).rejects.toThrow('undecided');
    expect(bench.ledger.calls.commit).toBe(0);
  });

  it.each(['accepted', 'stopped', 'withdrawal-requested'] as const)('fails in state %s', async (state) => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    bench.ledger.seed({ ...bench.meta(), state });
    await expect(bench.conclude()).rejects.toThrow('wrong-state');
  });

  it.each([undefined, {}, { dossierId: 'x', run: 1 }])('fails for input that names no dossier: %j', async (input) => {
    const bench = await resultBench();
    await expect(bench.conclude(input ?? null)).rejects.toThrow();
  });

  it('fails for a dossier that does not exist', async () => {
    const bench = await resultBench();
    await expect(bench.conclude({ dossierId: `01${'9'.repeat(24)}`, run: 1 })).rejects.toThrow('not-found');
  });

  it('writes nothing when the key does not sign', async () => {
    const bench = await resultBench();
    await bench.decide('GRANT');
    bench.key.sign = async () => {
      throw new Error('the key is not there');
    };
    await expect(bench.conclude()).rejects.toThrow('the key is not there');
    expect(bench.meta().state).toBe('processing');
  });
});
