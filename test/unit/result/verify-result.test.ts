import { describe, expect, it } from 'vitest';
import { resultPointerKey } from '../../../functions/ledger/item-keys.ts';
import { applicant, concludedBench } from './result-bench.ts';

describe('verifying a result by its code', () => {
  it('says valid, with facts about the decision and none about the person', async () => {
    const bench = await concludedBench();
    const code = bench.meta().resultCode ?? '';
    const { status, body } = await bench.verify(code);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ status: 'valid', code, cell: '42', office: 'G01.042.001', procedure: 'permanent-residence' },
      ...{ number: '1/2026/CT08-G01.042.001', outcome: 'GRANTED', issuedAt: '2026-11-27T03:00:00.000Z' },
    });
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${applicant.pin}|Mẫu|${bench.dossierId}`));
  });

  it('says revoked, and since when', async () => {
    const bench = await concludedBench();
    const code = bench.meta().resultCode ?? '';
    const key = resultPointerKey(code);
    await bench.ledger.putItem(key, { ...(await bench.ledger.readItem(key)), revokedAt: '2026-12-01T00:00:00.000Z' });
    expect((await bench.verify(code)).body).toMatchObject({ status: 'revoked', revokedAt: '2026-12-01T00:00:00.000Z' });
  });

  it('knows a code as it is typed: small letters, groups, letters for digits', async () => {
    const bench = await concludedBench();
    const code = bench.meta().resultCode ?? '';
    const typed = code
      .toLowerCase()
      .replace(/0/g, 'o')
      .replace(/1/g, 'l')
      .replace(/(.{4})/g, '$1-');
    expect((await bench.verify(typed)).body).toMatchObject({ status: 'valid', code });
  });

  it.each(['0123456789ABCDEFGHJKM', 'short', '../../META', 'DOSSIER#1', '☃'])('says unknown for %s', async (code) => {
    const bench = await concludedBench();
    expect(await bench.verify(code)).toMatchObject({ status: 200, body: { status: 'unknown' } });
  });
});
