import { createHandler } from './list-own-dossiers.handler.ts';
import { listOwnDossiersRuntime } from './list-own-dossiers.runtime.ts';

export const handler = createHandler(listOwnDossiersRuntime());
