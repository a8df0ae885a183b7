import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import type { Procedures } from './catalogue.ts';
import { readProcedureContract } from './read-procedure.contract.ts';

/** GET /public/procedures/{procedure} */
export const createHandler = (deps: { readonly procedures: Procedures } & HttpDeps) =>
  httpHandler(readProcedureContract, deps, async ({ path }) => {
    const procedure = deps.procedures.current(path.procedure);
    return procedure ? ok(procedure) : problem('procedure-not-found');
  });
