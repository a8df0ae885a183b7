import { type OperationId, routePolicy } from '../../functions/api/policy.ts';
import type { HttpEvent } from '../../functions/platform/http.ts';
import type { HttpAnswer } from '../../functions/platform/http-answer.ts';

/** Claims as the gateway hands them over: every value is text, a list is `[a b]`. */
export const citizenClaims = (more: Record<string, string> = {}): Record<string, string> => ({
  sub: 'citizen-1',
  pin: '042190000016',
  name: 'Nguyễn Thị Mẫu',
  acr: '2',
  ...more,
});
export const staffClaims = (more: Record<string, string> = {}): Record<string, string> => ({
  sub: 'officer-1',
  office: 'G01.042.001',
  roles: '[intake approver]',
  ...more,
});
export const agencyClaims = (system: string): Record<string, string> => ({ client_id: system });

export type HttpEventParts = {
  readonly claims?: Record<string, string>;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  /** Sent as JSON; a string goes out as it is. */
  readonly body?: unknown;
};

/** A request of `operation` in API Gateway's payload format 2.0. */
export const httpEvent = (operation: OperationId, parts: HttpEventParts = {}): HttpEvent => {
  const { method, path } = routePolicy(operation);
  const { claims, query, headers, body } = parts;
  return {
    routeKey: `${method} ${path}`,
    headers: { 'content-type': 'application/json', ...headers },
    ...(query && { queryStringParameters: query, rawQueryString: new URLSearchParams(query).toString() }),
    ...(parts.path && { pathParameters: parts.path }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    requestContext: {
      requestId: 'request-0001',
      domainName: 'api.example',
      http: { method, path, sourceIp: '203.0.113.7' },
      ...(claims && { authorizer: { jwt: { claims } } }),
    },
  };
};

/** Calls an HTTP function as Lambda does and reads its JSON answer. */
export const callHttp = async (
  handler: (event: HttpEvent, context: never) => unknown,
  event: HttpEvent,
): Promise<{ status: number; headers: HttpAnswer['headers']; body: Record<string, unknown> }> => {
  const answer = (await handler(event, { awsRequestId: 'request-0001' } as never)) as HttpAnswer;
  return { status: answer.statusCode, headers: answer.headers, body: answer.body ? JSON.parse(answer.body) : {} };
};
