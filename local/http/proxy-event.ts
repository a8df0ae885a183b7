import type { IncomingMessage } from 'node:http';
import type { JWTPayload } from 'jose';
import { LOCAL_ACCOUNT } from '../assembly/place.ts';
import { NESTED_CALL_HEADER } from '../lambda/protocol.ts';

/** What one request is called throughout: in its event, its answer's header and its access log line. */
type RequestIdentity = { readonly requestId: string; readonly apiId: string; readonly routeKey: string; readonly at: number };

export type ProxyEventInput = RequestIdentity & {
  readonly request: IncomingMessage;
  /** Still encoded. */
  readonly path: string;
  /** Without the question mark; still encoded. */
  readonly query: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  readonly authorization: { readonly claims: JWTPayload; readonly scopes: readonly string[] | null } | undefined;
  readonly body: Buffer;
};

export const sourceIpOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? '127.0.0.1';

/** The event of payload format 2.0 that a function gets for one request. */
export const proxyEvent = (input: ProxyEventInput): Record<string, unknown> => {
  const { request, path, query, parameters, stageVariables, authorization, body, requestId, apiId, routeKey, at } = input;
  const headers = eventHeaders(request, requestId);
  const cookies = request.headers.cookie?.split('; ');
  const domainName = (request.headers.host ?? '').replace(/:\d+$/, '');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies && { cookies }),
    headers,
    ...(query !== '' && { queryStringParameters: queryParameters(query) }),
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId,
      ...(authorization && { authorizer: { jwt: { claims: claimTexts(authorization.claims), scopes: authorization.scopes } } }),
      domainName,
      domainPrefix: apiId,
      http: {
        method: request.method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIpOf(request),
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: commonLogTime(at),
      timeEpoch: Math.floor(at),
    },
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    ...(stageVariables && { stageVariables }),
    ...bodyFields(request, body),
  };
};

const eventHeaders = (request: IncomingMessage, requestId: string): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (!['cookie', 'connection', 'transfer-encoding', NESTED_CALL_HEADER].includes(name)) headers[name] = values.join(',');
  }
  const forwarded = headers['x-forwarded-for'];
  return {
    ...headers,
    'x-amzn-trace-id': `Root=${requestId}`,
    'x-forwarded-for': forwarded ? `${forwarded}, ${sourceIpOf(request)}` : sourceIpOf(request),
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
};

const queryParameters = (query: string): Record<string, string> => {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  }
  return parameters;
};

/** API Gateway hands these on as text and everything else in base64, even forms. */
const isText = (request: IncomingMessage): boolean => {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (request.headers['content-encoding'] !== undefined) return false;
  return type === undefined || type.startsWith('text/') || /^application\/(json|javascript|xml|vnd\.api\+json)$/.test(type);
};

const bodyFields = (request: IncomingMessage, body: Buffer): { readonly body?: string; readonly isBase64Encoded: boolean } => {
  if (body.length === 0) return { isBase64Encoded: false };
  return isText(request)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
};

/** Claims reach a function as texts only: a list as `[a b]`, an object as `map[k:v]`. */
export const claimTexts = (claims: JWTPayload): Record<string, string> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)]));

const claimText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `map[${Object.entries(value)
      .map(([key, entry]) => `${key}:${claimText(entry)}`)
      .join(' ')}]`;
  }
  return String(value);
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2026:19:03:58 +0000` */
export const commonLogTime = (at: number): string => {
  const time = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(':');
  return `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${clock} +0000`;
};
