import type * as z from 'zod';
import type { OperationId } from '../api/policy.ts';
import type { ProblemKind } from './problem-kinds.ts';

export type AnswerContract = { readonly description: string; readonly schema?: z.ZodType; readonly contentType?: string };

/** What one operation takes and answers: the handler validates with it and the OpenAPI description is made from it. */
export type HttpContract<
  Path = unknown,
  Query = unknown,
  Headers = unknown,
  Body = unknown,
  Operation extends OperationId = OperationId,
> = {
  readonly operation: Operation;
  readonly summary: string;
  readonly path?: z.ZodType<Path>;
  readonly query?: z.ZodType<Query>;
  readonly headers?: z.ZodType<Headers>;
  readonly body?: z.ZodType<Body>;
  readonly answers: Readonly<Record<number, AnswerContract>>;
  /** Kinds that the operation itself answers; schema and internal errors are added for every operation. */
  readonly problems: readonly ProblemKind[];
};

/** Gives a contract its types without writing them out. */
export const httpContract = <
  Path = undefined,
  Query = undefined,
  Headers = undefined,
  Body = undefined,
  const Operation extends OperationId = OperationId,
>(
  contract: HttpContract<Path, Query, Headers, Body, Operation>,
): HttpContract<Path, Query, Headers, Body, Operation> => contract;
