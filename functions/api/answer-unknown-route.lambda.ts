import { httpRuntime } from '../platform/http.runtime.ts';
import { createHandler } from './answer-unknown-route.handler.ts';

export const handler = createHandler(httpRuntime());
