import { routed } from '../platform/routed.ts';
import { createHandler as ofStaff } from './provide-staff-supplement.handler.ts';
import { createHandler as ofCitizen } from './provide-supplement.handler.ts';
import { provideSupplementRuntime } from './provide-supplement.runtime.ts';

const runtime = provideSupplementRuntime();

export const handler = routed({
  'POST /citizen/dossiers/{dossierId}/supplements/{n}': ofCitizen(runtime),
  'POST /staff/dossiers/{dossierId}/supplements/{n}': ofStaff(runtime),
});
