import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import { createHandler as notifyHandler } from '../../../functions/payment/notify-payment.handler.ts';
import { openPayment } from '../../../functions/payment/open-payment.ts';
import { createHandler as returnHandler } from '../../../functions/payment/return-from-payment.handler.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openPaymentGateway } from '../../../local/stand-ins/payment-gateway/payment-gateway.ts';
import { owner, unpaidMeta } from '../../support/accepted-dossier.ts';
import { fixedOwnerIndex, noPause, recordedLog } from '../../support/fixed.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { httpEvent } from '../../support/http-event.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

/** The product's payment functions against the gateway that plays VNPAY: two programs that share no code have to agree. */
const openShop = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'payment-'));
  const virtual = new VirtualClock();
  const ledger = memoryLedger();
  const meta = await unpaidMeta();
  ledger.seed(meta);
  const account = { tmnCode: 'DEMOTEST', secrets: ['TESTSECRET0123456789ABCDEFGHIJKL'] };
  const deps = {
    ledger,
    clock: { now: () => new Date(virtual.now()) },
    log: recordedLog(),
    claimNames: defaultClaimNames,
    pause: noPause,
    random: Math.random,
    account: async () => account,
    cell: '42',
    ...{ procedures: bundledProcedures, calendars: bundledCalendars, downtimes: fixedDowntimes() },
  };
  const answers: unknown[] = [];
  const operations = {
    '/notification': ['notifyPayment', notifyHandler(deps)],
    '/return': ['returnFromPayment', returnHandler(deps)],
  } as const;
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://shop');
    const [operation, handler] = operations[pathname === '/notification' ? pathname : '/return'];
    const event = { ...httpEvent(operation), rawQueryString: search.slice(1) };
    const { statusCode, headers, body } = await handler(event, {} as never);
    if (operation === 'notifyPayment') answers.push(JSON.parse(body).RspCode);
    response.writeHead(statusCode, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const shop = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const gateway = await openPaymentGateway({ port: 0, clock: virtual, dataDir, ...account, notificationUrl: `${shop}/notification` });
  const open = openPayment({ ...deps, ownerIndex: fixedOwnerIndex(), page: gateway.payUrl, returnUrl: `${shop}/return` });
  let keys = 0;

  return {
    virtual,
    answers,
    gateway,
    meta: () => ledger.meta(meta.dossierId),
    types: () => ledger.events(meta.dossierId).map(({ type }) => type),
    payUrl: async (): Promise<string> => {
      keys += 1;
      const opened = await open({
        caller: owner,
        dossierId: meta.dossierId,
        key: `key-000${keys}`,
        ipAddress: '203.0.113.7',
        cause: 'test',
      });
      if (opened.kind !== 'opened') throw new Error(`no payment was opened: ${opened.kind}`);
      return opened.payUrl;
    },
    /** Presses a button of the pay page and follows the browser back. */
    press: async (payUrl: string, choice: string) => {
      const parameters = new URL(payUrl).searchParams;
      parameters.set('choice', choice);
      const pressed = await fetch(new URL('/paymentv2/choice', payUrl), { method: 'POST', redirect: 'manual', body: parameters });
      await gateway.idle();
      return (await fetch(pressed.headers.get('location') ?? '')).text();
    },
    close: async () => {
      await gateway.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      virtual.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

let shop: Awaited<ReturnType<typeof openShop>>;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe('with the gateway', () => {
  it('a payment is shown, paid, notified and booked', async () => {
    const payUrl = await shop.payUrl();
    const page = await fetch(payUrl);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('G01.042.001-261123-000001');
    expect(await shop.press(payUrl, 'success')).toContain('The payment is recorded');
    expect(shop.answers).toEqual(['00']);
    expect(shop.types()).toEqual(['payment.attempted', 'payment.booked', 'dossier.processing-started']);
    expect(shop.meta()).toMatchObject({ state: 'processing', amountDue: 0 });
  });

  it('two notifications at the same moment are one booking', async () => {
    await shop.press(await shop.payUrl(), 'repeat');
    expect([...shop.answers].sort()).toEqual(['00', '02']);
    expect(shop.types().filter((type) => type === 'payment.booked')).toHaveLength(1);
  });

  it.each(['cancel', 'failure'])('after a %s another attempt can be paid', async (choice) => {
    expect(await shop.press(await shop.payUrl(), choice)).toContain('You can pay again');
    expect(shop.meta()).toMatchObject({ state: 'payment-requested', amountDue: 10_000 });
    await shop.press(await shop.payUrl(), 'success');
    expect(shop.answers).toEqual(['00', '00']);
    expect(shop.types()).toEqual([
      'payment.attempted',
      'payment.failed',
      'payment.attempted',
      'payment.booked',
      'dossier.processing-started',
    ]);
  });

  it('a changed address is not taken', async () => {
    const changed = (await shop.payUrl()).replace('vnp_Amount=1000000', 'vnp_Amount=100000');
    expect((await fetch(changed)).status).toBe(400);
    expect(shop.types()).toEqual(['payment.attempted']);
  });

  it('an attempt cannot be paid after its fifteen minutes', async () => {
    const payUrl = await shop.payUrl();
    await shop.virtual.advance(15 * 60_000);
    expect((await fetch(payUrl)).status).toBe(400);
  });
});
