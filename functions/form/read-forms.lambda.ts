import { routed } from '../platform/routed.ts';
import { createHandler as listOwn } from './list-own-forms.handler.ts';
import { createHandler as listStaff } from './list-staff-forms.handler.ts';
import { readFormsRuntime } from './read-forms.runtime.ts';
import { createHandler as readOwn } from './read-own-form.handler.ts';
import { createHandler as readStaff } from './read-staff-form.handler.ts';

const runtime = readFormsRuntime();

export const handler = routed({
  'GET /citizen/dossiers/{dossierId}/forms': listOwn(runtime),
  'GET /citizen/dossiers/{dossierId}/forms/{form}': readOwn(runtime),
  'GET /staff/dossiers/{dossierId}/forms': listStaff(runtime),
  'GET /staff/dossiers/{dossierId}/forms/{form}': readStaff(runtime),
});
