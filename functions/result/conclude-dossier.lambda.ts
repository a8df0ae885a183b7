import { createHandler } from './conclude-dossier.handler.ts';
import { concludeDossierRuntime } from './conclude-dossier.runtime.ts';

export const handler = createHandler(concludeDossierRuntime());
