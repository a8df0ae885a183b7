import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { paymentPage } from './payment-page.ts';
import { returnFromPaymentContract } from './return-from-payment.contract.ts';
import { type ReturnFromPaymentDeps, returnFromPayment } from './return-from-payment.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** GET /public/payments/vnpay/return */
export const createHandler = (deps: ReturnFromPaymentDeps & HttpDeps) => {
  const look = returnFromPayment(deps);

  return httpHandler(returnFromPaymentContract, deps, async ({ rawQuery }) => ({
    statusCode: 200,
    headers,
    body: paymentPage(await look(rawQuery)),
  }));
};
