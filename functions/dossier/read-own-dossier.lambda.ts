import { createHandler } from './read-own-dossier.handler.ts';
import { readOwnDossierRuntime } from './read-own-dossier.runtime.ts';

export const handler = createHandler(readOwnDossierRuntime());
