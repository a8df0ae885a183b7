import { createHmac, timingSafeEqual } from 'node:crypto';

/** Parameters of a request or an answer by name, `vnp_SecureHash` included where there is one. */
export type Params = Readonly<Record<string, string>>;

/** Carried beside the signed parameters, never signed themselves. */
const UNSIGNED = new Set(['vnp_SecureHash', 'vnp_SecureHashType']);

const hmac = (text: string, secret: string) => createHmac('sha512', secret).update(text, 'utf8').digest('hex');

const isSame = (given: string, expected: string) => {
  const [left, right] = [Buffer.from(given.toLowerCase()), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The text that is signed: non-empty `vnp_` parameters in ASCII order of their names, form-url-encoded (a space is `+`). */
export const signedText = (params: Params): string => {
  const signed = Object.entries(params).filter(([name, value]) => name.startsWith('vnp_') && !UNSIGNED.has(name) && value !== '');
  const query = new URLSearchParams(Object.fromEntries(signed));
  query.sort();
  return query.toString();
};

/** The query string of `params` with its signature at the end. */
export const signedQuery = (params: Params, secret: string): string => {
  const text = signedText(params);
  return `${text}&vnp_SecureHash=${hmac(text, secret)}`;
};

/** Whether `vnp_SecureHash` fits the other parameters under one of the secrets. */
export const hasValidSignature = (params: Params, secrets: readonly string[]): boolean => {
  const given = params['vnp_SecureHash'] ?? '';
  return secrets.some((secret) => isSame(given, hmac(signedText(params), secret)));
};

/** Signs raw values joined by `|`, as the query and refund calls do; a missing value counts as empty. */
export const signFields = (values: readonly (string | undefined)[], secret: string): string =>
  hmac(values.map((value) => value ?? '').join('|'), secret);

/** Whether `given` signs the values under one of the secrets. */
export const areFieldsSigned = (given: string, values: readonly (string | undefined)[], secrets: readonly string[]): boolean =>
  secrets.some((secret) => isSame(given, signFields(values, secret)));
