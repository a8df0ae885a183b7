import { routed } from '../platform/routed.ts';
import { createHandler as certifyDowntime } from './certify-downtime.handler.ts';
import { keepDowntimesRuntime } from './keep-downtimes.runtime.ts';
import { createHandler as listDowntimes } from './list-downtimes.handler.ts';

const runtime = keepDowntimesRuntime();

export const handler = routed({
  'POST /staff/downtimes': certifyDowntime(runtime),
  'GET /staff/downtimes': listDowntimes(runtime),
});
