import { createHandler } from './enact-deadlines.handler.ts';
import { enactDeadlinesRuntime } from './enact-deadlines.runtime.ts';

export const handler = createHandler(enactDeadlinesRuntime());
