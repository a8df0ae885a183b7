import { createHandler } from './run-lookups.handler.ts';
import { runLookupsRuntime } from './run-lookups.runtime.ts';

export const handler = createHandler(runLookupsRuntime());
