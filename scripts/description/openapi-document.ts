import type * as z from 'zod';
import { audienceOf, type RoutePolicy } from '../../functions/api/policy.ts';
import type { Audience } from '../../functions/platform/caller.ts';
import { PROBLEM_BASE } from '../../functions/platform/http-answer.ts';
import type { AnswerContract, HttpContract } from '../../functions/platform/http-contract.ts';
import { type ProblemKind, problemKinds } from '../../functions/platform/problem-kinds.ts';
import { type JsonSchema, jsonSchema } from './json-schema.ts';

// biome-ignore lint/suspicious/noExplicitAny: a contract of any path, query, headers and body
type AnyContract = HttpContract<any, any, any, any>;

export type ApiFacts = {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly policy: Readonly<Record<string, RoutePolicy>>;
  readonly contracts: ReadonlyMap<string, AnyContract>;
};

const audiences: Readonly<Record<Audience, string>> = {
  citizen: 'The owner of dossiers, signed in with an electronic identity. Token: audience and scope `citizen`.',
  staff: 'Officers of the one-stop departments and of the competent agencies. Token: audience and scope `staff`.',
  agency: 'Systems of agencies, and cells at the national cell. Token by client credentials: audience and scope `agency`.',
  public: 'Anyone, without a token.',
};

/** The gateway's own answers, which no function ever sees. */
const gatewayStatuses: Readonly<Record<number, string>> = {
  401: 'The gateway found no valid token.',
  403: "The gateway found that the token lacks the audience's scope.",
  413: 'The gateway takes requests of at most 10 MB.',
  429: 'The gateway takes no more calls at the moment; try again later.',
  500: 'The gateway could not read what the function answered.',
  503: 'The gateway could not reach the function in time; try again.',
};

const gatewayContent = { 'application/json': { schema: { $ref: '#/components/schemas/GatewayMessage' } } };

const components = {
  schemas: {
    Problem: {
      type: 'object',
      description: 'RFC 9457. Each type is explained in docs/problems.md. Further members may stand beside these, for example `state`.',
      required: ['type', 'title', 'status'],
      properties: {
        type: { type: 'string', format: 'uri' },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        instance: { type: 'string', description: 'Correlation id of the call, with problems of ours.' },
        errors: {
          type: 'array',
          description: 'Faults of the request, with JSON pointers into { path, query, headers, body }.',
          items: {
            type: 'object',
            required: ['pointer', 'detail'],
            properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
          },
        },
      },
    },
    GatewayMessage: {
      type: 'object',
      description: "The gateway's own errors are no problem documents: HTTP APIs do not let them be shaped.",
      required: ['message'],
      properties: { message: { type: 'string' } },
    },
  },
  parameters: {
    CorrelationId: {
      name: 'X-Correlation-Id',
      in: 'header',
      required: false,
      description: 'Kept in the history and the log when it is well-formed; otherwise the gateway makes one.',
      schema: { type: 'string', pattern: '^[\\w-]{8,64}$' },
    },
  },
} as const;

const securitySchemes = (used: ReadonlySet<Audience>): JsonSchema =>
  Object.fromEntries(
    [...used]
      .filter((audience) => audience !== 'public')
      .sort()
      .map((audience) => [audience, { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: audiences[audience] }]),
  );

type Members = { readonly properties?: Record<string, JsonSchema>; readonly required?: readonly string[] };

/** `idempotency-key` as it is usually written: `Idempotency-Key`. */
const headerName = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

const parametersOf = (where: 'path' | 'query' | 'header', schema: z.ZodType | undefined): JsonSchema[] => {
  if (!schema) return [];
  const { properties = {}, required = [] }: Members = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, { description, ...member }]) => ({
    name: where === 'header' ? headerName(name) : name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema: member,
  }));
};

const answerContent = ({ schema, contentType }: AnswerContract): JsonSchema | undefined => {
  if (!schema) return contentType ? { [contentType]: {} } : undefined;
  return { [contentType ?? 'application/json']: { schema: jsonSchema(schema, 'output') } };
};

/** Kinds that the shell answers for every operation of this shape. */
const shellProblems = (contract: AnyContract, audience: Audience): ProblemKind[] => [
  ...(contract.path || contract.query || contract.headers || contract.body ? (['request-invalid'] as const) : []),
  ...(audience === 'public' ? [] : (['role-missing'] as const)),
  'internal-error',
];

const problemResponse = (kinds: readonly ProblemKind[]): { description: string; content: JsonSchema } => ({
  description: kinds.map((kind) => `\`${kind}\`: ${problemKinds[kind].title}.`).join(' '),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { type: { enum: kinds.map((kind) => `${PROBLEM_BASE}${kind}`) } } },
        ],
      },
    },
  },
});

const responsesOf = (contract: AnyContract, audience: Audience): JsonSchema => {
  const answers = Object.entries(contract.answers).map(([status, answer]) => {
    const content = answerContent(answer);
    return [status, { description: answer.description, ...(content && { content }) }] as const;
  });
  const kinds = [...new Set([...contract.problems, ...shellProblems(contract, audience)])];
  const problems = [...new Set(kinds.map((kind) => problemKinds[kind].status))].map((status) => {
    const response = problemResponse(kinds.filter((kind) => problemKinds[kind].status === status));
    const gateway = gatewayStatuses[status];
    if (!gateway || (audience === 'public' && status === 403)) return [String(status), response] as const;
    const { description, content } = response;
    return [String(status), { description: `${description} ${gateway}`, content: { ...content, ...gatewayContent } }] as const;
  });
  const own = new Set([...answers, ...problems].map(([status]) => status));
  const gateway = Object.entries(gatewayStatuses)
    .filter(([status]) => !own.has(status))
    .filter(([status]) => audience !== 'public' || (status !== '401' && status !== '403'))
    .filter(([status]) => contract.body || status !== '413')
    .map(([status, description]) => [status, { description, content: gatewayContent }] as const);
  return Object.fromEntries([...answers, ...problems, ...gateway].sort(([a], [b]) => Number(a) - Number(b)));
};

const operationOf = (contract: AnyContract, route: RoutePolicy): JsonSchema => {
  const audience = audienceOf(route);
  return {
    operationId: contract.operation,
    summary: contract.summary,
    tags: [audience],
    ...(route.roles && { description: `Needs one of these roles: ${route.roles.join(', ')}.` }),
    security: audience === 'public' ? [] : [{ [audience]: [] }],
    parameters: [
      ...parametersOf('path', contract.path),
      ...parametersOf('query', contract.query),
      ...parametersOf('header', contract.headers),
      { $ref: '#/components/parameters/CorrelationId' },
    ],
    ...(contract.body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(contract.body, 'input') } } },
    }),
    responses: responsesOf(contract, audience),
  };
};

/** OpenAPI 3.1 of the routes of a policy table. @throws naming the operations that have no contract */
export const openApiDocument = ({ title, description, version, policy, contracts }: ApiFacts): JsonSchema => {
  const missing = Object.keys(policy).filter((operation) => !contracts.has(operation));
  if (missing.length > 0) throw new Error(`no contract describes ${missing.join(', ')}`);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const used = new Set<Audience>();
  for (const [operation, route] of Object.entries(policy)) {
    const contract = contracts.get(operation);
    if (!contract) continue;
    used.add(audienceOf(route));
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(contract, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [...used].map((audience) => ({ name: audience, description: audiences[audience] })),
    paths,
    components: { ...components, securitySchemes: securitySchemes(used) },
  };
};
