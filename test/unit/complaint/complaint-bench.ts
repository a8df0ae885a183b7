import { createHandler as answerOwn } from '../../../functions/complaint/answer-own-complaint.handler.ts';
import { createHandler as file } from '../../../functions/complaint/file-complaint.handler.ts';
import { createHandler as handle } from '../../../functions/complaint/handle-complaint.handler.ts';
import { createHandler as list } from '../../../functions/complaint/list-complaints.handler.ts';
import { createHandler as listOwn } from '../../../functions/complaint/list-own-complaints.handler.ts';
import { createHandler as rate } from '../../../functions/complaint/rate-dossier.handler.ts';
import { createHandler as read } from '../../../functions/complaint/read-complaint.handler.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { OFFICE, reportBench } from '../report/report-bench.ts';

type Claims = Record<string, string>;

/** Somebody of the office who handles complaints and has acted on no dossier. */
export const handler = staffClaims({ sub: 'handler-1', roles: '[complaints]' });
export const text = 'Cán bộ đã để tôi chờ nhiều giờ';

/** Complaints about dossiers in memory, through the handlers. */
export const complaintBench = () => {
  const bench = reportBench();
  const handlers = { answerOwn: answerOwn(bench), file: file(bench), handle: handle(bench), list: list(bench) };
  const others = { listOwn: listOwn(bench), rate: rate(bench), read: read(bench) };
  let keys = 0;
  const key = () => {
    keys += 1;
    return `complaint-${String(keys).padStart(4, '0')}`;
  };

  return {
    ...bench,
    file: (dossier: string, more: object = {}, claims: Claims = citizenClaims(), once: string = key()) =>
      callHttp(
        handlers.file,
        httpEvent('fileComplaint', { claims, headers: { 'idempotency-key': once }, body: { dossier, kind: 'OFFICER', text, ...more } }),
      ),
    answerOwn: (complaintId: string, body: unknown, claims: Claims = citizenClaims()) =>
      callHttp(handlers.answerOwn, httpEvent('answerOwnComplaint', { claims, path: { complaintId }, body })),
    listOwn: (dossierId: string, claims: Claims = citizenClaims()) =>
      callHttp(others.listOwn, httpEvent('listOwnComplaints', { claims, path: { dossierId } })),
    rate: (dossierId: string, body: unknown, claims: Claims = citizenClaims(), once: string = key()) =>
      callHttp(others.rate, httpEvent('rateDossier', { claims, path: { dossierId }, headers: { 'idempotency-key': once }, body })),
    list: (query: Record<string, string> = {}, claims: Claims = handler) =>
      callHttp(handlers.list, httpEvent('listComplaints', { claims, query: { office: OFFICE, ...query } })),
    read: (complaintId: string, claims: Claims = handler) =>
      callHttp(others.read, httpEvent('readComplaint', { claims, path: { complaintId } })),
    handle: (complaintId: string, body: unknown, claims: Claims = handler) =>
      callHttp(handlers.handle, httpEvent('handleComplaint', { claims, path: { complaintId }, body })),
  };
};

export type ComplaintBench = ReturnType<typeof complaintBench>;

export const idOf = ({ body }: { readonly body: Record<string, unknown> }): string => String(body['complaintId']);
