import middy from '@middy/core';
import type * as z from 'zod';
import { audienceOf, type CallerOf, type OperationId, routePolicy } from '../api/policy.ts';
import { OutsideCalendar } from '../calendar/outside-calendar.ts';
import { CursorInvalid } from '../ledger/cursor.ts';
import { DossierBusy } from '../ledger/take-step.ts';
import { type ClaimNames, readCaller } from './caller.ts';
import type { Clock } from './clock.ts';
import { type Fault, faultsOf } from './faults.ts';
import { type HttpAnswer, problem } from './http-answer.ts';
import type { HttpContract } from './http-contract.ts';
import { isNestedDeeperThan } from './json-depth.ts';
import { type Log, reasonFor } from './log.ts';

/** The parts of API Gateway's payload format 2.0 that handlers read. */
export type HttpEvent = {
  readonly routeKey: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly rawQueryString?: string;
  readonly pathParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId: string;
    readonly domainName?: string;
    readonly http: { readonly method: string; readonly path: string; readonly sourceIp: string };
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } };
  };
};

export type HttpDeps = { readonly clock: Clock; readonly log: Log; readonly claimNames: ClaimNames };

export type HttpRequest<Path, Query, Headers, Body, Operation extends OperationId = OperationId> = {
  /** Who calls, of the audience that the operation's route has. */
  readonly caller: CallerOf<Operation>;
  readonly path: Path;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  readonly sourceIp: string;
  readonly rawQuery: string;
  /** From `X-Correlation-Id` when it is well-formed, else the gateway's request id; goes into events and the log line. */
  readonly correlationId: string;
};

class RequestInvalid extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super('request invalid');
    this.faults = faults;
  }
}

/** Checks one part of the request. */
const parsePart = <Value>(part: string, schema: z.ZodType<Value> | undefined, value: unknown): Value => {
  if (!schema) return undefined as Value;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RequestInvalid(faultsOf([part], result.error));
};

/** Levels of lists and objects that a body may have: far more than any contract, far fewer than would exhaust the stack. */
const MOST_LEVELS = 32;

const parseJson = (event: HttpEvent): unknown => {
  const raw = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  try {
    return JSON.parse(raw);
  } catch {
    throw new RequestInvalid([{ pointer: '/body', detail: 'must be JSON' }]);
  }
};

const readJson = (event: HttpEvent): unknown => {
  const value = parseJson(event);
  if (isNestedDeeperThan(value, MOST_LEVELS))
    throw new RequestInvalid([{ pointer: '/body', detail: `must not be nested deeper than ${MOST_LEVELS} levels` }]);
  return value;
};

/** A UUID, a ULID or a trace id: nothing that a person's number or name could pass for, because it goes into logs and events. */
const CORRELATION_ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-9a-f]{32})$/;

const correlationOf = (event: HttpEvent): string => {
  const given = event.headers?.['x-correlation-id'] ?? '';
  return CORRELATION_ID.test(given) ? given : event.requestContext.requestId;
};

/** The answer to something thrown, and what to say of it in the log. */
const answerTo = (error: unknown, event: HttpEvent): { answer: HttpAnswer; reason?: string } => {
  if (error instanceof RequestInvalid) return { answer: problem('request-invalid', { errors: error.faults }) };
  if (error instanceof CursorInvalid)
    return { answer: problem('request-invalid', { errors: [{ pointer: '/query/cursor', detail: error.message }] }) };
  if (error instanceof DossierBusy) return { answer: problem('dossier-busy') };
  const reason = reasonFor(error);
  if (error instanceof OutsideCalendar) return { answer: problem('calendar-missing', { instance: correlationOf(event) }), reason };
  return { answer: problem('internal-error', { instance: correlationOf(event) }), reason };
};

/**
 * The shell of every HTTP function: policy, validation, one log line, problems. The use case behind it sees parsed values.
 * A throw becomes one logged `internal-error`; what it said stays in the log.
 */
export const httpHandler = <Path, Query, Headers, Body, const Operation extends OperationId>(
  contract: HttpContract<Path, Query, Headers, Body, Operation>,
  { clock, log, claimNames }: HttpDeps,
  run: (request: HttpRequest<Path, Query, Headers, Body, Operation>) => Promise<HttpAnswer>,
  /** The answer to a caller of the audience whom the operation is not for: it comes before anything is said of the request. */
  refuse: (caller: CallerOf<Operation>) => HttpAnswer | undefined = () => undefined,
) => {
  const route = routePolicy(contract.operation);
  const audience = audienceOf(route);

  const handle = async (event: HttpEvent): Promise<HttpAnswer> => {
    if (event.routeKey !== `${route.method} ${route.path}`) return problem('route-unknown');
    const caller = readCaller(audience, event.requestContext.authorizer?.jwt?.claims ?? {}, claimNames);
    if (!caller) return problem('role-missing', { detail: `The token lacks a claim that ${audience} routes need.` });
    if (caller.audience === 'staff' && route.roles && !route.roles.some((role) => caller.roles.includes(role)))
      return problem('role-missing', { detail: `One of these roles is needed: ${route.roles.join(', ')}.` });
    // readCaller gives a caller of exactly this audience.
    const own = caller as CallerOf<Operation>;
    const refused = refuse(own);
    if (refused) return refused;
    return run({
      caller: own,
      path: parsePart('path', contract.path, event.pathParameters ?? {}),
      query: parsePart('query', contract.query, event.queryStringParameters ?? {}),
      headers: parsePart('headers', contract.headers, event.headers ?? {}),
      body: contract.body ? parsePart('body', contract.body, readJson(event)) : (undefined as Body),
      sourceIp: event.requestContext.http.sourceIp,
      rawQuery: event.rawQueryString ?? '',
      correlationId: correlationOf(event),
    });
  };

  const line = (event: HttpEvent, status: number, startedAt: unknown, error?: string) =>
    log(status >= 500 ? 'ERROR' : 'INFO', contract.operation, {
      status,
      ms: clock.now().getTime() - Number(startedAt),
      correlationId: correlationOf(event),
      ...(error && { error }),
    });

  return middy<HttpEvent, HttpAnswer>()
    .use({
      before: ({ internal }) => {
        internal['startedAt'] = clock.now().getTime();
      },
      after: ({ event, response, internal }) => line(event, response?.statusCode ?? 500, internal['startedAt']),
      onError: (request) => {
        const { answer, reason } = answerTo(request.error, request.event);
        line(request.event, answer.statusCode, request.internal['startedAt'], reason);
        request.response = answer;
      },
    })
    .handler(handle);
};
