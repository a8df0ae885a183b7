import { procedureRuntime } from './procedure.runtime.ts';
import { createHandler } from './read-procedure.handler.ts';

export const handler = createHandler(procedureRuntime());
