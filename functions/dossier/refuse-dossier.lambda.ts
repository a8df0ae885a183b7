import { createHandler } from './refuse-dossier.handler.ts';
import { refuseDossierRuntime } from './refuse-dossier.runtime.ts';

export const handler = createHandler(refuseDossierRuntime());
