import { isIP } from 'node:net';
import { parseGatewayTime } from './gateway-time.ts';
import { hasValidSignature, type Params } from './signature.ts';

/** A merchant as the gateway knows it. The first secret signs; every one is accepted, so that a secret can be changed. */
export type Merchant = { readonly tmnCode: string; readonly secrets: readonly string[]; readonly notificationUrl: string };

/** A request to pay that holds everything it must; amounts in hundredths of a đồng, dates as on the wire. */
export type PayRequest = {
  readonly txnRef: string;
  readonly amount: number;
  readonly orderInfo: string;
  readonly bankCode?: string;
  readonly returnUrl: string;
  readonly createDate: string;
  readonly expireDate: string;
};

export type RefusalReason =
  | 'unknown-merchant'
  | 'invalid-signature'
  | 'invalid-format'
  | 'not-yet-valid'
  | 'expired'
  | 'duplicate-reference'
  | 'unknown-payment';

export type Refusal = { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string };

/** How far the merchant's clock may be ahead of the gateway's. */
const CLOCK_SKEW_MS = 5 * 60_000;

const isReturnUrl = (text: string) => text.length >= 10 && text.length <= 255 && /^https?:\/\/[^#\s]+$/.test(text) && URL.canParse(text);

/** What each parameter must be. Letters in orderInfo are those that every encoder in use writes alike. */
const rules: Readonly<Record<string, (value: string) => boolean>> = {
  vnp_Version: (value) => value === '2.1.0',
  vnp_Command: (value) => value === 'pay',
  vnp_Amount: (value) => /^[1-9]\d{0,11}$/.test(value) && Number(value) % 100 === 0,
  vnp_CurrCode: (value) => value === 'VND',
  vnp_IpAddr: (value) => isIP(value) !== 0,
  vnp_Locale: (value) => value === 'vn' || value === 'en',
  vnp_OrderInfo: (value) => /^[A-Za-z0-9 .\-_:/?=&]{1,255}$/.test(value),
  vnp_OrderType: (value) => /^[A-Za-z0-9_]{1,100}$/.test(value),
  vnp_ReturnUrl: isReturnUrl,
  vnp_TxnRef: (value) => /^[A-Za-z0-9]{1,100}$/.test(value),
  vnp_CreateDate: (value) => parseGatewayTime(value) !== undefined,
  vnp_ExpireDate: (value) => parseGatewayTime(value) !== undefined,
};

export const refused = (reason: RefusalReason, detail: string): Refusal => ({ kind: 'refused', reason, detail });

/** Whether the time to pay is over at `now` (epoch milliseconds). */
export const isExpired = ({ expireDate }: Pick<PayRequest, 'expireDate'>, now: number): boolean =>
  (parseGatewayTime(expireDate) ?? 0) <= now;

/** Whether a request is dated later than the clocks' difference allows. */
export const isFromTheFuture = ({ createDate }: PayRequest, now: number): boolean =>
  (parseGatewayTime(createDate) ?? 0) > now + CLOCK_SKEW_MS;

/** Checks a request to pay: the merchant, the signature, then every parameter. Its time is for the caller to judge. */
export const readPayRequest = (params: Params, merchant: Merchant): { kind: 'valid'; request: PayRequest } | Refusal => {
  if (params['vnp_TmnCode'] !== merchant.tmnCode) return refused('unknown-merchant', 'vnp_TmnCode');
  if (!hasValidSignature(params, merchant.secrets)) return refused('invalid-signature', 'vnp_SecureHash');
  const wrong = Object.keys(rules).find((name) => !rules[name]?.(params[name] ?? ''));
  if (wrong) return refused('invalid-format', wrong);
  const bankCode = params['vnp_BankCode'] || undefined;
  if (bankCode && !/^[A-Za-z0-9]{3,20}$/.test(bankCode)) return refused('invalid-format', 'vnp_BankCode');

  const text = (name: string) => params[name] ?? '';
  // Both are fourteen digits by now, so that their order as text is their order in time.
  if (text('vnp_ExpireDate') <= text('vnp_CreateDate')) return refused('invalid-format', 'vnp_ExpireDate');
  return {
    kind: 'valid',
    request: {
      txnRef: text('vnp_TxnRef'),
      amount: Number(text('vnp_Amount')),
      orderInfo: text('vnp_OrderInfo'),
      bankCode,
      returnUrl: text('vnp_ReturnUrl'),
      createDate: text('vnp_CreateDate'),
      expireDate: text('vnp_ExpireDate'),
    },
  };
};
