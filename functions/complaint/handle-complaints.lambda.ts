import { routed } from '../platform/routed.ts';
import { createHandler as handleComplaint } from './handle-complaint.handler.ts';
import { handleComplaintsRuntime } from './handle-complaints.runtime.ts';
import { createHandler as listComplaints } from './list-complaints.handler.ts';
import { createHandler as readComplaint } from './read-complaint.handler.ts';

const runtime = handleComplaintsRuntime();

export const handler = routed({
  'GET /staff/complaints': listComplaints(runtime),
  'GET /staff/complaints/{complaintId}': readComplaint(runtime),
  'POST /staff/complaints/{complaintId}/answer': handleComplaint(runtime),
});
