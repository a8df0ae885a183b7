import { routed } from '../platform/routed.ts';
import { createHandler as answerOwnComplaint } from './answer-own-complaint.handler.ts';
import { createHandler as fileComplaint } from './file-complaint.handler.ts';
import { hearCitizensRuntime } from './hear-citizens.runtime.ts';
import { createHandler as listOwnComplaints } from './list-own-complaints.handler.ts';
import { createHandler as rateDossier } from './rate-dossier.handler.ts';

const runtime = hearCitizensRuntime();

export const handler = routed({
  'POST /citizen/complaints': fileComplaint(runtime),
  'POST /citizen/complaints/{complaintId}/answer': answerOwnComplaint(runtime),
  'GET /citizen/dossiers/{dossierId}/complaints': listOwnComplaints(runtime),
  'POST /citizen/dossiers/{dossierId}/rating': rateDossier(runtime),
});
