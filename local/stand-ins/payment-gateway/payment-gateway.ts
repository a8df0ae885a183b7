import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readBody } from '../../aws-json.ts';
import type { VirtualClock } from '../../clock.ts';
import { Checkout, type Choice, choices } from './checkout.ts';
import { MerchantApi } from './merchant-api.ts';
import { Notifier } from './notifier.ts';
import { isExpired, type Refusal } from './pay-request.ts';
import type { Payment } from './payment.ts';
import { endedPage, errorPage, type PageError, payPage } from './payment-page.ts';
import { PaymentStore } from './payment-store.ts';
import type { Params } from './signature.ts';

export type PaymentGatewayOptions = {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: VirtualClock;
  /** Folder that survives a restart; the gateway's file is `payment-gateway.sqlite`. */
  readonly dataDir: string;
  /** The one merchant's code and secrets: the first signs what the gateway sends, each is accepted. */
  readonly tmnCode: string;
  readonly secrets: readonly string[];
  /** Where the merchant is told of the end of a payment (GET). */
  readonly notificationUrl: string;
};

export type PaymentGateway = {
  /** Where the merchant sends the browser, with its signed parameters as the query. */
  readonly payUrl: string;
  /** The API for questions and refunds (POST, JSON). */
  readonly transactionUrl: string;
  readonly tmnCode: string;
  /** Takes up notifications that a former run left open. Call it once the notification URL is served. */
  resume(): void;
  /** Resolves once no notification is under way and the next ones are planned (before a jump of the clock, for one). */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

const PAY_PATH = '/paymentv2/vpcpay.html';
const CHOICE_PATH = '/paymentv2/choice';
const TRANSACTION_PATH = '/merchant_webapi/api/transaction';

const send = (response: ServerResponse, status: number, type: string, body: string) => {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(body);
};

const sendError = (response: ServerResponse, status: number, reason: PageError, detail: string) =>
  send(response, status, 'text/html', errorPage(reason, detail));

const sendRefusal = (response: ServerResponse, { reason, detail }: Refusal) =>
  sendError(response, reason === 'unknown-payment' ? 404 : 400, reason, detail);

const showPayment = (response: ServerResponse, checkout: Checkout, payment: Payment, now: number) => {
  const { outcome } = payment;
  if (outcome) send(response, 200, 'text/html', endedPage(payment, checkout.returnLocation(payment, outcome)));
  else if (isExpired(payment, now)) sendError(response, 400, 'expired', 'vnp_ExpireDate');
  else send(response, 200, 'text/html', payPage(payment));
};

const isChoice = (value: string | undefined): value is Choice => choices.some((choice) => choice === value);

/** A press of a button: `choice`, and either the page's `token` or all parameters of the merchant's link. */
const handleChoice = async (request: IncomingMessage, response: ServerResponse, checkout: Checkout) => {
  const { choice, token, ...params }: Params = Object.fromEntries(new URLSearchParams((await readBody(request)).toString('utf8')));
  if (!isChoice(choice)) return sendError(response, 400, 'unknown-choice', choice ?? '');
  const opened = token === undefined ? checkout.open(params) : checkout.openByToken(token);
  if (opened.kind === 'refused') return sendRefusal(response, opened);
  const result = await checkout.choose(opened.payment, choice);
  if (result.kind === 'already-ended') return sendError(response, 409, 'already-ended', choice);
  response.writeHead(303, { location: result.location, 'cache-control': 'no-store' });
  response.end();
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Plays the payment gateway (VNPAY PAY 2.1.0) for one merchant: pay page, notifications, return, questions and refunds. */
export const openPaymentGateway = async (options: PaymentGatewayOptions): Promise<PaymentGateway> => {
  const { port, clock, dataDir, tmnCode, secrets, notificationUrl } = options;
  if (secrets.length === 0) throw new Error('the payment gateway needs a secret');
  const merchant = { tmnCode, secrets, notificationUrl };
  const store = new PaymentStore(join(dataDir, 'payment-gateway.sqlite'));
  const notifier = new Notifier(merchant, store, clock);
  const checkout = new Checkout(merchant, store, notifier, clock);
  const merchantApi = new MerchantApi(merchant, store, clock);

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = `${request.method} ${url.pathname}`;
    if (route === `GET ${PAY_PATH}`) {
      const opened = checkout.open(Object.fromEntries(url.searchParams));
      if (opened.kind === 'refused') sendRefusal(response, opened);
      else showPayment(response, checkout, opened.payment, clock.now());
    } else if (route === `POST ${CHOICE_PATH}`) await handleChoice(request, response, checkout);
    else if (route === `POST ${TRANSACTION_PATH}`) {
      const answer = merchantApi.answer(parseJson((await readBody(request)).toString('utf8')));
      send(response, 200, 'application/json', JSON.stringify(answer));
    } else send(response, 404, 'text/plain', 'not found');
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('payment gateway:', error);
      if (!response.headersSent) send(response, 500, 'text/plain', 'the payment gateway failed');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the payment gateway has no port');
  const origin = `http://127.0.0.1:${address.port}`;

  return {
    payUrl: `${origin}${PAY_PATH}`,
    transactionUrl: `${origin}${TRANSACTION_PATH}`,
    tmnCode,
    resume: () => notifier.resume(),
    idle: () => notifier.idle(),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await notifier.stop();
      await closed;
      store.close();
    },
  };
};
