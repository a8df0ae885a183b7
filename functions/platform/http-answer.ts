import { type ProblemKind, problemKinds } from './problem-kinds.ts';

/** An answer in the shape that API Gateway's payload format 2.0 takes. */
export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
};

/** Base of a problem's `type`; each kind is a heading of docs/problems.md, which the service publishes there. */
export const PROBLEM_BASE = 'https://mot-cua.example/problems/';

export const json = (statusCode: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

export const ok = (body: unknown): HttpAnswer => json(200, body);
export const created = (body: unknown): HttpAnswer => json(201, body);

/** A problem document. `more` holds `detail`, `instance`, `errors` and extension members such as `state`. */
export const problem = (kind: ProblemKind, more: Readonly<Record<string, unknown>> = {}): HttpAnswer => {
  const { status, title } = problemKinds[kind];
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(kind === 'dossier-busy' && { 'retry-after': '1' }),
    },
    body: JSON.stringify({ type: `${PROBLEM_BASE}${kind}`, title, status, ...more }),
  };
};
