import { routed } from '../platform/routed.ts';
import { createHandler as readControlSlip } from './read-control-slip.handler.ts';
import { createHandler as readIndexRecord } from './read-index-record.handler.ts';
import { createHandler as readOfficeReport } from './read-office-report.handler.ts';
import { readReportsRuntime } from './read-reports.runtime.ts';
import { createHandler as readTrackingBook } from './read-tracking-book.handler.ts';

const runtime = readReportsRuntime();

export const handler = routed({
  'GET /staff/reports/ii-06': readOfficeReport(runtime),
  'GET /staff/tracking-book': readTrackingBook(runtime),
  'GET /staff/dossiers/{dossierId}/control-slip': readControlSlip(runtime),
  'GET /staff/dossiers/{dossierId}/index-record': readIndexRecord(runtime),
});
