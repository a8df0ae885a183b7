import { routed } from '../platform/routed.ts';
import { createHandler as dispatch } from './dispatch-result.handler.ts';
import { createHandler as handOver } from './hand-over-result.handler.ts';
import { handOverResultRuntime } from './hand-over-result.runtime.ts';

const deps = handOverResultRuntime();

export const handler = routed({
  'POST /staff/dossiers/{dossierId}/handover': handOver(deps),
  'POST /staff/dossiers/{dossierId}/dispatch': dispatch(deps),
});
