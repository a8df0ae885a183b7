import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok } from '../platform/http-answer.ts';
import type { Procedures } from './catalogue.ts';
import { listProceduresContract, ProcedureSummary } from './list-procedures.contract.ts';

/** GET /public/procedures */
export const createHandler = (deps: { readonly procedures: Procedures } & HttpDeps) => {
  const ids = [...new Set(deps.procedures.all().map(({ id }) => id))].sort();
  const procedures = ids.map((id) => ProcedureSummary.parse(deps.procedures.current(id)));

  return httpHandler(listProceduresContract, deps, async () => ok({ procedures }));
};
