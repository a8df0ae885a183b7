import { routed } from '../platform/routed.ts';
import { createHandler as extend } from './extend-dossier.handler.ts';
import { createHandler as refuse } from './refuse-dossier.handler.ts';
import { refuseDossierRuntime } from './refuse-dossier.runtime.ts';
import { createHandler as transfer } from './transfer-dossier.handler.ts';

const runtime = refuseDossierRuntime();

export const handler = routed({
  'POST /staff/dossiers/{dossierId}/refusal': refuse(runtime),
  'POST /staff/dossiers/{dossierId}/transfer': transfer(runtime),
  'POST /staff/dossiers/{dossierId}/extension': extend(runtime),
});
