import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * Signatures of VNPAY PAY 2.1.0 (domain notes, rules.md 5.1): the `vnp_*` parameters but the hash itself, empty ones dropped,
 * sorted by name, form-url-encoded, HMAC-SHA512 under the merchant's secret, in hex.
 */

/** The merchant's account. `secrets`: the first one signs, each of them verifies (while a secret is replaced there are two). */
export type MerchantAccount = { readonly tmnCode: string; readonly secrets: readonly string[] };

export type Signed = { readonly kind: 'genuine'; readonly values: Readonly<Record<string, string>> } | { readonly kind: 'forged' };

const HASH = 'vnp_SecureHash';
const notSigned: readonly string[] = [HASH, 'vnp_SecureHashType'];
const forged: Signed = { kind: 'forged' };

/** The text that a signature stands for. Names are compared as they are: `VNP_AMOUNT` is no parameter of VNPAY's. */
export const signedText = (parameters: readonly (readonly [name: string, value: string])[]): string => {
  const text = new URLSearchParams();
  for (const [name, value] of parameters)
    if (name.startsWith('vnp_') && value !== '' && !notSigned.includes(name)) text.append(name, value);
  text.sort();
  return text.toString();
};

const digest = (secret: string, text: string): Buffer => createHmac('sha512', secret).update(text, 'utf8').digest();

/** The parameters as a query with the signature at its end. */
export const signedQuery = ({ secrets: [current] }: MerchantAccount, parameters: Readonly<Record<string, string>>): string => {
  if (!current) throw new Error('the merchant account has no secret');
  const text = signedText(Object.entries(parameters));
  return `${text}&${HASH}=${digest(current, text).toString('hex')}`;
};

/**
 * Reads what VNPAY sent to a return or notification address. Anything but a signature of this merchant over exactly these
 * parameters is `forged`: a parameter or hash that comes twice (which of them would count?), a hash that is missing or not 128 hex
 * digits, another merchant's code. Hex digits may be of either case. Parameters that are not `vnp_*`, and empty ones, are left out.
 */
export const readSigned = ({ tmnCode, secrets }: MerchantAccount, rawQuery: string): Signed => {
  const parameters = [...new URLSearchParams(rawQuery)].filter(([name]) => name.startsWith('vnp_'));
  if (new Set(parameters.map(([name]) => name)).size !== parameters.length) return forged;
  const given = parameters.find(([name]) => name === HASH)?.[1] ?? '';
  if (!/^[0-9a-f]{128}$/i.test(given)) return forged;
  const text = signedText(parameters);
  // Every secret is tried, so that the time taken does not tell which one fits.
  const fits = secrets.map((secret) => timingSafeEqual(digest(secret, text), Buffer.from(given, 'hex')));
  const values = Object.fromEntries(parameters.filter(([name, value]) => value !== '' && !notSigned.includes(name)));
  return fits.includes(true) && values['vnp_TmnCode'] === tmnCode ? { kind: 'genuine', values } : forged;
};
