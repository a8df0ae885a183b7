import { routed } from '../platform/routed.ts';
import { createHandler as filing } from './file-dossier.handler.ts';
import { filingRuntime } from './file-dossier.runtime.ts';
import { createHandler as importing } from './import-dossier.handler.ts';

const runtime = filingRuntime();

export const handler = routed({
  'POST /staff/dossiers': filing(runtime),
  'POST /staff/imported-dossiers': importing(runtime),
});
