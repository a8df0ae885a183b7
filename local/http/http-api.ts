import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import type { VirtualClock } from '../clock.ts';
import type { InvokeResult } from '../invoke.ts';
import type { Invoke } from '../lambda/functions.ts';
import { NESTED_CALL_HEADER } from '../lambda/protocol.ts';
import { accessLogLine } from './access-log.ts';
import { type ApiConfig, type JwtAuthorizerConfig, type RouteConfig, readApiConfig } from './api-config.ts';
import type { BoundPort } from './bound-port.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { type Authorization, type JwtAuthorizer, openJwtAuthorizer } from './jwt-authorizer.ts';
import { claimTexts, commonLogTime, proxyEvent, sourceIpOf } from './proxy-event.ts';
import { gatewayResponse, internalServerError, type ProxyResponse, proxyResponse } from './proxy-response.ts';
import { readLimitedBody } from './request-body.ts';
import { buildRouteTable, type RouteMatch } from './route-table.ts';

export type HttpApiOptions = {
  /** The `AWS::ApiGatewayV2::Api`. */
  readonly api: DeployedResource;
  /** All resources of its cell. */
  readonly resources: readonly DeployedResource[];
  readonly invoke: Invoke;
  readonly clock: VirtualClock;
  readonly port: BoundPort;
  /** Writes one line to a log group. */
  readonly log: (group: string, line: string) => void;
};

export type HttpApi = {
  readonly url: string;
  /** Requests so far by route key; those that no route took count as `(none)`, CORS preflights as `(preflight)`. */
  requests(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
};

/**
 * Serves one HTTP API of the template on its port.
 * @throws Error when something of it is not implemented, or naming an authorizer whose issuer does not answer
 */
export const openHttpApi = async ({ api, resources, invoke, clock, port, log }: HttpApiOptions): Promise<HttpApi> => {
  const config = readApiConfig(api, resources);
  const routes = buildRouteTable(config.routes);
  const authorizers = await openAuthorizers(config, clock);
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

  port.serve(async (request, response) => {
    const exchange = startExchange(config, request, clock);
    const { path } = exchange;
    const method = request.method ?? 'GET';
    if (config.cors && method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      count('(preflight)');
      send(response, exchange, { status: 204, headers: preflightHeaders(config.cors, request.headers.origin), body: Buffer.alloc(0) });
      return;
    }
    const match = routes.match(method, path);
    count(match?.route.routeKey ?? '(none)');
    const authorizer = match?.route.authorizer && authorizers.get(match.route.authorizer.name);
    const authorization = match && authorizer && (await authorizer(request.headers.authorization, match.route.scopes));
    const answer = await answerRequest({ exchange, request, match, authorization, invoke, config });
    const final = config.cors ? withCors(answer, corsHeaders(config.cors, request.headers.origin)) : answer;
    send(response, exchange, final);
    if (config.accessLog)
      log(config.accessLog.group, accessLogLine(config.accessLog.format, logValues(exchange, request, match, authorization, final)));
  });

  return { url: port.url, requests: () => Object.fromEntries(counts), stop: () => port.stop() };
};

/** Authorizers that ask the same issuer for the same audiences would only ask twice: one each is made, all at once. */
const openAuthorizers = async ({ routes }: ApiConfig, clock: VirtualClock): Promise<ReadonlyMap<string, JwtAuthorizer>> => {
  const configs = new Map<string, JwtAuthorizerConfig>();
  for (const { authorizer } of routes) if (authorizer) configs.set(authorizer.name, authorizer);
  return new Map(await Promise.all([...configs].map(async ([name, config]) => [name, await openJwtAuthorizer(config, clock)] as const)));
};

type Exchange = {
  readonly requestId: string;
  readonly apiId: string;
  readonly at: number;
  readonly started: number;
  readonly path: string;
  readonly query: string;
};

const startExchange = ({ apiId }: ApiConfig, request: IncomingMessage, clock: VirtualClock): Exchange => {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  return {
    requestId: randomBytes(11).toString('base64'),
    apiId,
    at: clock.now(),
    started: performance.now(),
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
  };
};

type Request = {
  readonly exchange: Exchange;
  readonly request: IncomingMessage;
  readonly match: RouteMatch<RouteConfig> | undefined;
  readonly authorization: Authorization | undefined;
  readonly invoke: Invoke;
  readonly config: ApiConfig;
};

const answerRequest = async ({ exchange, request, match, authorization, invoke, config }: Request): Promise<ProxyResponse> => {
  const body = await readLimitedBody(request);
  if (!match) return gatewayResponse(404, 'Not Found', 'no route');
  if (authorization && authorization.kind !== 'allowed') return refusal(authorization.kind, authorization.reason, match.route.scopes);
  if (body === 'too-large') return gatewayResponse(413, 'Request Entity Too Large', 'body above 10 MB');
  const { route, parameters } = match;
  const event = proxyEvent({
    ...exchange,
    routeKey: route.routeKey,
    request,
    parameters,
    stageVariables: config.stageVariables,
    authorization,
    body,
  });
  const nested = request.headers[NESTED_CALL_HEADER] !== undefined;

  const late = Promise.withResolvers<'timeout'>();
  const timer = setTimeout(() => late.resolve('timeout'), route.timeoutMs);
  const called = invoke(route.functionArn, event, { nested }).catch(
    (error: unknown): InvokeResult => ({ ok: false, errorType: 'Runtime.InvokeError', errorMessage: String(error) }),
  );
  const result = await Promise.race([called, late.promise]).finally(() => clearTimeout(timer));
  if (result === 'timeout') return gatewayResponse(503, 'Service Unavailable', 'the function took too long');
  if (result.ok) return proxyResponse(result.payload);
  if (result.errorType === 'RequestTooLargeException') return gatewayResponse(413, 'Request Entity Too Large', result.errorMessage);
  return internalServerError(`${result.errorType}: ${result.errorMessage}`);
};

const refusal = (kind: 'unauthorized' | 'forbidden', reason: string, scopes: readonly string[]): ProxyResponse => {
  const code = kind === 'forbidden' ? 'insufficient_scope' : 'invalid_token';
  const challenge = `Bearer scope="${scopes.join(' ')}" error="${code}" error_description="${reason.replaceAll('"', "'")}"`;
  return kind === 'forbidden'
    ? gatewayResponse(403, 'Forbidden', reason, { 'www-authenticate': challenge })
    : gatewayResponse(401, 'Unauthorized', reason, { 'www-authenticate': challenge });
};

/** API Gateway drops what a function says about CORS once the API has a configuration of its own. */
const withCors = (answer: ProxyResponse, headers: Readonly<Record<string, string>>): ProxyResponse => {
  const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  return { ...answer, headers: { ...Object.fromEntries(kept), ...headers } };
};

const send = (response: ServerResponse, { requestId }: Exchange, { status, headers, body }: ProxyResponse): void => {
  const list = Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]] as const);
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, {
    ...Object.fromEntries(list),
    ...(!bodiless && { 'content-length': body.length }),
    'apigw-requestid': requestId,
  });
  response.end(bodiless ? undefined : body);
};

const logValues = (
  { requestId, apiId, at, started, path }: Exchange,
  request: IncomingMessage,
  match: RouteMatch<RouteConfig> | undefined,
  authorization: Authorization | undefined,
  { status, body, error }: ProxyResponse,
) => {
  const claims = authorization?.kind === 'allowed' ? claimTexts(authorization.claims) : {};
  const latency = Math.round(performance.now() - started);
  return {
    ...Object.fromEntries(Object.entries(claims).map(([name, value]) => [`authorizer.claims.${name}`, value])),
    apiId,
    'authorizer.error': authorization && authorization.kind !== 'allowed' ? authorization.reason : undefined,
    domainName: request.headers.host,
    'error.message': error,
    extendedRequestId: requestId,
    httpMethod: request.method,
    'identity.sourceIp': sourceIpOf(request),
    'identity.userAgent': request.headers['user-agent'],
    integrationErrorMessage: error,
    integrationLatency: latency,
    'integration.latency': latency,
    path,
    protocol: `HTTP/${request.httpVersion}`,
    requestId,
    requestTime: commonLogTime(at),
    requestTimeEpoch: Math.floor(at),
    resourcePath: match?.route.routeKey.split(' ').at(-1),
    responseLatency: latency,
    responseLength: body.length,
    routeKey: match?.route.routeKey,
    stage: '$default',
    status,
  };
};
