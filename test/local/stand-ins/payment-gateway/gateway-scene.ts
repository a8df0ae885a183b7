import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../../../local/clock.ts';
import { gatewayTime } from '../../../../local/stand-ins/payment-gateway/gateway-time.ts';
import { openPaymentGateway } from '../../../../local/stand-ins/payment-gateway/payment-gateway.ts';
import { signedQuery } from '../../../../local/stand-ins/payment-gateway/signature.ts';
import { payParams, secret } from './vectors.ts';

const MINUTE = 60_000;

/** A merchant that writes down every notification and answers as told, by default that it is confirmed. */
const openMerchant = async () => {
  const calls: URLSearchParams[] = [];
  let answer: { status: number; body: string } | undefined = { status: 200, body: '{"RspCode":"00","Message":"Confirm Success"}' };
  const server = createServer((request, response) => {
    calls.push(new URL(request.url ?? '/', 'http://merchant').searchParams);
    if (!answer) return;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    calls,
    notificationUrl: `http://127.0.0.1:${port}/public/payments/notification`,
    answerWith: (status: number, body: string) => {
      answer = { status, body };
    },
    /** Takes calls and never answers them. */
    hold: () => {
      answer = undefined;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

/** Waits until `condition` holds; fails after five seconds of machine time. */
export const eventually = async (condition: () => boolean): Promise<void> => {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('the condition did not come true');
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** A gateway, its merchant and a clock, in a folder of their own. */
export const openScene = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'payment-gateway-'));
  const clock = new VirtualClock();
  const merchant = await openMerchant();
  const options = { port: 0, clock, dataDir, tmnCode: 'DEMOTEST', secrets: [secret], notificationUrl: merchant.notificationUrl };
  const scene = { gateway: await openPaymentGateway(options) };
  let references = 0;

  /** Parameters of a fresh pay link that is valid for fifteen minutes from now. */
  const fresh = (change: Record<string, string> = {}) => {
    references += 1;
    return {
      ...payParams,
      vnp_Amount: '1000000',
      vnp_CreateDate: gatewayTime(clock.now()),
      vnp_ExpireDate: gatewayTime(clock.now() + 15 * MINUTE),
      vnp_TxnRef: `REF${String(references).padStart(6, '0')}`,
      ...change,
    };
  };

  return {
    clock,
    merchant,
    scene,
    dataDir,
    fresh,
    openPage: (params: Record<string, string>) => fetch(`${scene.gateway.payUrl}?${signedQuery(params, secret)}`),
    /** Presses a button the way a program does, with all parameters of the link. */
    choose: (params: Record<string, string>, choice: string) =>
      fetch(new URL('/paymentv2/choice', scene.gateway.payUrl), {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams([...new URLSearchParams(signedQuery(params, secret)), ['choice', choice]]),
      }),
    press: (form: Record<string, string>) =>
      fetch(new URL('/paymentv2/choice', scene.gateway.payUrl), { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) }),
    /** Starts a gateway on the same folder in place of one that has ended. */
    start: async () => {
      scene.gateway = await openPaymentGateway(options);
    },
    stop: async () => {
      await scene.gateway.stop();
      await merchant.stop();
      clock.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
};
