import { describe, expect, it } from 'vitest';
import { resultKey } from '../../../functions/ledger/item-keys.ts';
import { kindOf } from '../../support/kind-of.ts';
import { concludedBench, resultBench } from './result-bench.ts';

describe('reading an own result', () => {
  it('answers what is signed and the same to read', async () => {
    const bench = await concludedBench();
    const { status, body } = await bench.read();
    const [, payload = ''] = String(body['jws']).split('.');
    expect(status).toBe(200);
    expect(body['payload']).toEqual(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  });

  it('still answers after the delivery', async () => {
    const bench = await concludedBench();
    await bench.deliver();
    expect((await bench.read()).status).toBe(200);
  });

  it('has none before the conclusion', async () => {
    const bench = await resultBench();
    const answer = await bench.read();
    expect([answer.status, kindOf(answer)]).toEqual([404, 'result-not-found']);
  });

  it("does not know somebody else's dossier", async () => {
    const bench = await concludedBench();
    const answer = await bench.read({ pin: '042190000999' });
    expect([answer.status, kindOf(answer)]).toEqual([404, 'dossier-not-found']);
  });

  it('does not show a result that was changed', async () => {
    const bench = await concludedBench();
    const item = bench.item('RESULT') as { sealed: { text: Uint8Array } };
    item.sealed.text[0] = (item.sealed.text[0] ?? 0) ^ 1;
    await bench.ledger.putItem(resultKey(bench.dossierId), item);
    expect((await bench.read()).status).toBe(500);
  });
});
