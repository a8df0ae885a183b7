import { createHandler } from './load-registry.handler.ts';
import { loadRegistryRuntime } from './load-registry.runtime.ts';

export const handler = createHandler(loadRegistryRuntime());
