import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import type { TimeLimit } from '../../../functions/calendar/clock-rules.ts';
import { createHandler as confirmHandler } from '../../../functions/document/confirm-upload.handler.ts';
import { createHandler as uploadHandler } from '../../../functions/document/request-upload.handler.ts';
import { createHandler as inboxHandler } from '../../../functions/dossier/list-inbox.handler.ts';
import { createHandler as ownHandler } from '../../../functions/dossier/read-own-dossier.handler.ts';
import { createHandler as staffHandler } from '../../../functions/dossier/read-staff-dossier.handler.ts';
import { proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { intakeIndex } from '../../../functions/procedure/intake.ts';
import { createHandler as provideStaffHandler } from '../../../functions/supplement/provide-staff-supplement.handler.ts';
import { createHandler as provideHandler } from '../../../functions/supplement/provide-supplement.handler.ts';
import { createHandler as requestHandler } from '../../../functions/supplement/request-supplement.handler.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { allFound, intakeBench, rentedForm } from '../../support/intake-bench.ts';
import { announcementOf, hexOf, memoryFiles, pdf } from '../document/document-bench.ts';

export const leader = { sub: 'leader-1', roles: '[leader]' };
/** Wednesday 25 November 2026, 17:00 in Viet Nam: two working days after the bench's Monday but for a holiday. */
const wednesday = '2026-11-25T17:00:00+07:00';

/** All that a request needs; the lease is asked for. */
export const asking = {
  items: [{ document: 'LEASE', what: 'Bản chụp mờ, không đọc được chữ ký' }],
  reason: 'Hồ sơ chưa đầy đủ thành phần',
  legalBasis: 'Luật Cư trú, Điều 21',
  answerBy: wednesday,
};
export const override = { legalBasis: 'Nghị định 118/2025/NĐ-CP' };

type Rules = { readonly clock?: 'PAUSE' | 'RESTART'; readonly most?: number; readonly least?: TimeLimit };

/** So little time to answer that the bench's days hold whole lives. */
const AN_HOUR: TimeLimit = { amount: 1, unit: 'WORKING_HOUR' };

/** The demonstration's procedure without a fee, so that an accepted dossier is with the agencies at once. */
const procedures = ({ clock = 'PAUSE', most = 1, least = AN_HOUR }: Rules) => {
  const limit = { value: most, confidence: 'low', source: 'test' };
  return proceduresOf([
    {
      ...permanentResidence,
      fees: permanentResidence.fees.map((row) => ({ ...row, amount: 0 })),
      clock: { ...permanentResidence.clock, supplement: { ...permanentResidence.clock.supplement, value: clock } },
      supplements: { intake: limit, appraisal: limit },
      leastAnswerTime: { ...limit, value: least },
    },
  ]);
};

/** Intake, uploads and supplements over one ledger in memory. */
export const supplementBench = (rules: Rules = {}) => {
  const cell = intakeBench({ procedures: procedures(rules) });
  const files = memoryFiles(cell.clock);
  const deps = { ...cell, files, calendars: bundledCalendars, downtimes: fixedDowntimes() };
  const handlers = {
    ...{ ask: requestHandler(deps), provide: provideHandler(deps), upload: uploadHandler(deps), confirm: confirmHandler(deps) },
    provideAsStaff: provideStaffHandler(deps),
    ...{ own: ownHandler(deps), staff: staffHandler(deps), inbox: inboxHandler(deps) },
  };
  let keys = 0;
  type Claims = Record<string, string>;

  const ask = (dossierId: string, body: unknown = asking, { key = '', ...claims }: Claims & { key?: string } = {}) => {
    keys += 1;
    const headers = { 'idempotency-key': key || `supplement-${keys}` };
    return callHttp(handlers.ask, httpEvent('requestSupplement', { claims: staffClaims(claims), path: { dossierId }, headers, body }));
  };
  const provide = (dossierId: string, n: number | string = 1, body: unknown = {}, claims: Claims = {}) =>
    callHttp(handlers.provide, httpEvent('provideSupplement', { claims: citizenClaims(claims), path: { dossierId, n: String(n) }, body }));
  const provideAsStaff = (dossierId: string, body: unknown = {}, claims: Claims = {}) =>
    callHttp(
      handlers.provideAsStaff,
      httpEvent('provideStaffSupplement', { claims: staffClaims(claims), path: { dossierId, n: '1' }, body }),
    );
  const announce = (dossierId: string, document = 'LEASE', bytes: Uint8Array = pdf) =>
    callHttp(
      handlers.upload,
      httpEvent('requestUpload', { claims: citizenClaims(), path: { dossierId, document }, body: announcementOf(bytes) }),
    );
  const confirm = (dossierId: string, document = 'LEASE') =>
    callHttp(handlers.confirm, httpEvent('confirmUpload', { claims: citizenClaims(), path: { dossierId, document } }));
  const upload = async (dossierId: string, document = 'LEASE', bytes: Uint8Array = pdf) => {
    await announce(dossierId, document, bytes);
    files.put(`${dossierId}/${document}/${hexOf(bytes)}`, bytes);
    return confirm(dossierId, document);
  };
  const own = async (dossierId: string) =>
    (await callHttp(handlers.own, httpEvent('readOwnDossier', { claims: citizenClaims(), path: { dossierId } }))).body;
  const staff = async (dossierId: string) =>
    (await callHttp(handlers.staff, httpEvent('readStaffDossier', { claims: staffClaims(), path: { dossierId } }))).body;
  const inbox = async () => {
    const { body } = await callHttp(handlers.inbox, httpEvent('listInbox', { claims: staffClaims(), query: {} }));
    return Array.isArray(body['entries']) ? body['entries'] : [];
  };

  /** A submitted dossier whose lookups are done and whose lease was really uploaded. */
  const submitted = async (findings: Record<string, string> = allFound): Promise<string> => {
    const dossierId = await cell.draft(rentedForm);
    await upload(dossierId);
    await cell.submit(dossierId);
    const meta = cell.ledger.meta(dossierId);
    await cell.ledger.commit(meta, {
      ...{ at: cell.clock.now(), by: { kind: 'system', id: 'run-lookups' }, index: intakeIndex(cell.calendar, meta) },
      events: [{ event: { type: 'dossier.looked-up', data: { findings } } }],
      change: { findings, lookups: 'done' },
    });
    return dossierId;
  };
  /** One that is with the agencies. */
  const processing = async (): Promise<string> => {
    const dossierId = await submitted();
    await cell.accept(dossierId);
    return dossierId;
  };
  /** One whose lease was asked for, at the intake, and given again. */
  const provided = async (): Promise<string> => {
    const dossierId = await submitted();
    await ask(dossierId);
    cell.clock.advance(60 * 60_000);
    await upload(dossierId);
    await provide(dossierId);
    return dossierId;
  };

  return { ...deps, ask, provide, provideAsStaff, announce, confirm, upload, own, staff, inbox, submitted, processing, provided };
};

export type SupplementBench = ReturnType<typeof supplementBench>;
