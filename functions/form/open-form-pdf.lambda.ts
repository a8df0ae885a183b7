import { routed } from '../platform/routed.ts';
import { openFormPdfRuntime } from './open-form-pdf.runtime.ts';
import { createHandler as ofCitizen } from './open-own-form-pdf.handler.ts';
import { createHandler as ofStaff } from './open-staff-form-pdf.handler.ts';

const runtime = openFormPdfRuntime();

export const handler = routed({
  'POST /citizen/dossiers/{dossierId}/forms/{form}/pdf': ofCitizen(runtime),
  'POST /staff/dossiers/{dossierId}/forms/{form}/pdf': ofStaff(runtime),
});
