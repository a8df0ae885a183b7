import { createHandler } from './read-staff-dossier.handler.ts';
import { readStaffDossierRuntime } from './read-staff-dossier.runtime.ts';

export const handler = createHandler(readStaffDossierRuntime());
