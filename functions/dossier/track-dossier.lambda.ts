import { createHandler } from './track-dossier.handler.ts';
import { trackDossierRuntime } from './track-dossier.runtime.ts';

export const handler = createHandler(trackDossierRuntime());
