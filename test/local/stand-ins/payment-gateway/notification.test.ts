import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signedQuery } from '../../../../local/stand-ins/payment-gateway/signature.ts';
import { eventually, openScene } from './gateway-scene.ts';
import { secret } from './vectors.ts';

const FIVE_MINUTES = 5 * 60_000;
let shop: Awaited<ReturnType<typeof openScene>>;

beforeEach(async () => {
  shop = await openScene();
});
afterEach(() => shop.stop());

const callsReach = (count: number) => eventually(() => shop.merchant.calls.length >= count);

describe('notifications', () => {
  it.each([
    ['an unknown order', 200, '{"RspCode":"01","Message":"Order not found"}'],
    ['a wrong signature', 200, '{"RspCode":"97","Message":"Invalid signature"}'],
    ['an error', 200, '{"RspCode":"99","Message":"Unknown error"}'],
    ['a failure of the server', 500, 'oops'],
    ['no JSON', 200, 'OK'],
    ['a final code with a failing status', 503, '{"RspCode":"00"}'],
  ])('are sent ten times, five minutes apart, while the merchant answers %s', async (_name, status, body) => {
    shop.merchant.answerWith(status, body);
    await shop.choose(shop.fresh(), 'success');
    expect(shop.merchant.calls).toHaveLength(1);
    for (let call = 2; call <= 10; call += 1) {
      await shop.clock.advance(FIVE_MINUTES);
      await callsReach(call);
      await shop.scene.gateway.idle();
    }
    await shop.clock.advance(10 * FIVE_MINUTES);
    await shop.scene.gateway.idle();
    expect(shop.merchant.calls).toHaveLength(10);
    expect(new Set(shop.merchant.calls.map(String)).size).toBe(1);
  });

  it.each(['00', '02'])('end with the answer %s', async (code) => {
    shop.merchant.answerWith(200, '{"RspCode":"99"}');
    await shop.choose(shop.fresh(), 'success');
    shop.merchant.answerWith(200, `{"RspCode":"${code}"}`);
    await shop.clock.advance(FIVE_MINUTES);
    await callsReach(2);
    await shop.scene.gateway.idle();
    await shop.clock.advance(10 * FIVE_MINUTES);
    await shop.scene.gateway.idle();
    expect(shop.merchant.calls).toHaveLength(2);
  });

  it('do not come early', async () => {
    shop.merchant.answerWith(200, '{"RspCode":"99"}');
    await shop.choose(shop.fresh(), 'success');
    await shop.clock.advance(FIVE_MINUTES - 5_000);
    await shop.scene.gateway.idle();
    expect(shop.merchant.calls).toHaveLength(1);
  });

  it('go on after a restart, once they are resumed', async () => {
    shop.merchant.answerWith(200, '{"RspCode":"99"}');
    await shop.choose(shop.fresh(), 'success');
    await shop.scene.gateway.stop();
    await shop.start();
    await shop.clock.advance(FIVE_MINUTES);
    await shop.scene.gateway.idle();
    expect(shop.merchant.calls).toHaveLength(1);
    shop.merchant.answerWith(200, '{"RspCode":"00"}');
    shop.scene.gateway.resume();
    await callsReach(2);
    await shop.scene.gateway.idle();
    await shop.clock.advance(FIVE_MINUTES);
    await shop.scene.gateway.idle();
    expect(shop.merchant.calls).toHaveLength(2);
  });

  it('that were cut off by the end of a run are made again at once', async () => {
    shop.merchant.hold();
    const held = shop.choose(shop.fresh(), 'success').catch(() => undefined);
    await callsReach(1);
    await shop.scene.gateway.stop();
    await shop.start();
    await held;
    shop.merchant.answerWith(200, '{"RspCode":"00"}');
    shop.scene.gateway.resume();
    shop.scene.gateway.resume();
    await callsReach(2);
    await shop.scene.gateway.idle();
    expect(shop.merchant.calls).toHaveLength(2);
  });

  it('that were cut off by a kill are made again at once', async () => {
    await shop.scene.gateway.stop();
    shop.merchant.hold();
    const script = fileURLToPath(new URL('./gateway-process.ts', import.meta.url));
    const child = spawn(process.execPath, [script, shop.dataDir, shop.merchant.notificationUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = await once(child.stdout, 'data');
      const url = new URL('/paymentv2/choice', String(line).trim());
      const body = new URLSearchParams([...new URLSearchParams(signedQuery(shop.fresh(), secret)), ['choice', 'success']]);
      const answer = fetch(url, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
      await callsReach(1);
      child.kill('SIGKILL');
      await Promise.all([answer, once(child, 'exit')]);
    } finally {
      child.kill('SIGKILL');
    }
    shop.merchant.answerWith(200, '{"RspCode":"00"}');
    await shop.start();
    shop.scene.gateway.resume();
    await callsReach(2);
    expect(String(shop.merchant.calls[1])).toBe(String(shop.merchant.calls[0]));
  });

  it('survive a merchant that is not there', async () => {
    await shop.merchant.stop();
    const response = await shop.choose(shop.fresh(), 'success');
    expect(response.status).toBe(303);
  });
});
