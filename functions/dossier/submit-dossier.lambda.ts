import { routed } from '../platform/routed.ts';
import { createHandler as ofCitizen } from './submit-dossier.handler.ts';
import { submitDossierRuntime } from './submit-dossier.runtime.ts';
import { createHandler as ofStaff } from './submit-staff-dossier.handler.ts';

const runtime = submitDossierRuntime();

export const handler = routed({
  'POST /citizen/dossiers/{dossierId}/submission': ofCitizen(runtime),
  'POST /staff/dossiers/{dossierId}/submission': ofStaff(runtime),
});
