import { createHandler } from './list-procedures.handler.ts';
import { procedureRuntime } from './procedure.runtime.ts';

export const handler = createHandler(procedureRuntime());
