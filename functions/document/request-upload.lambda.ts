import { routed } from '../platform/routed.ts';
import { createHandler as ofStaff } from './request-staff-upload.handler.ts';
import { createHandler as ofCitizen } from './request-upload.handler.ts';
import { requestUploadRuntime } from './request-upload.runtime.ts';

const runtime = requestUploadRuntime();

export const handler = routed({
  'POST /citizen/dossiers/{dossierId}/documents/{document}/upload': ofCitizen(runtime),
  'POST /staff/dossiers/{dossierId}/documents/{document}/upload': ofStaff(runtime),
});
