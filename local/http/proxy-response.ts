import { isObject } from '../assembly/json.ts';

/** What goes back to the client. Header names are lower-case. */
export type ProxyResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
  /** Why the gateway itself answers, if it does; for the access log. */
  readonly error?: string;
};

/** An answer of the gateway's own. */
export const gatewayResponse = (
  status: number,
  message: string,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): ProxyResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify({ message })),
  error,
});

export const internalServerError = (error: string): ProxyResponse => gatewayResponse(500, 'Internal Server Error', error);

/** Headers that belong to the connection, or that API Gateway keeps for itself. */
const WITHHELD = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'upgrade'];

/**
 * What a function's result means as an HTTP answer (payload format 2.0): an object with `statusCode` is the answer itself,
 * anything else is its JSON body. What does not fit is an internal server error.
 */
export const proxyResponse = (payload: unknown): ProxyResponse => {
  if (!isObject(payload) || payload['statusCode'] === undefined) {
    const text = typeof payload === 'string' ? payload : (JSON.stringify(payload) ?? '');
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = payload;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return internalServerError(`status code ${String(statusCode)}`);
  if (!isObject(headers ?? {})) return internalServerError('headers are not an object');
  if (!Array.isArray(cookies)) return internalServerError('cookies are not a list');
  if (body !== null && typeof body !== 'string') return internalServerError('body is not a text');
  const given = Object.entries(isObject(headers) ? headers : {})
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !WITHHELD.includes(name));
  return {
    status,
    headers: {
      ...(body && { 'content-type': 'text/plain;charset=utf-8' }),
      ...Object.fromEntries(given),
      ...(cookies.length > 0 && { 'set-cookie': cookies.map(String) }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
};
