import { routed } from '../platform/routed.ts';
import { createHandler as ofStaff } from './confirm-staff-upload.handler.ts';
import { createHandler as ofCitizen } from './confirm-upload.handler.ts';
import { confirmUploadRuntime } from './confirm-upload.runtime.ts';

const runtime = confirmUploadRuntime();

export const handler = routed({
  'POST /citizen/dossiers/{dossierId}/documents/{document}/confirmation': ofCitizen(runtime),
  'POST /staff/dossiers/{dossierId}/documents/{document}/confirmation': ofStaff(runtime),
});
