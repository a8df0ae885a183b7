import { createHandler } from './publish-events.handler.ts';
import { publishEventsRuntime } from './publish-events.runtime.ts';

export const handler = createHandler(publishEventsRuntime());
