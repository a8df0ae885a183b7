import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok } from '../platform/http-answer.ts';
import type { DowntimeRegister } from './downtime-register.ts';
import { listDowntimesContract } from './list-downtimes.contract.ts';

export type ListDowntimesDeps = { readonly register: Pick<DowntimeRegister, 'list'> };

/** GET /staff/downtimes */
export const createHandler = (deps: ListDowntimesDeps & HttpDeps) =>
  httpHandler(listDowntimesContract, deps, async ({ query: { cursor } }) => ok(await deps.register.list(cursor)));
