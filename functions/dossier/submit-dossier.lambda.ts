import { createHandler } from './submit-dossier.handler.ts';
import { submitDossierRuntime } from './submit-dossier.runtime.ts';

export const handler = createHandler(submitDossierRuntime());
