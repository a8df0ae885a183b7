import { createHandler } from './accept-dossier.handler.ts';
import { acceptDossierRuntime } from './accept-dossier.runtime.ts';

export const handler = createHandler(acceptDossierRuntime());
