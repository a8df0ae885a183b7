import { createHandler } from './count-dossiers.handler.ts';
import { countDossiersRuntime } from './count-dossiers.runtime.ts';

export const handler = createHandler(countDossiersRuntime());
