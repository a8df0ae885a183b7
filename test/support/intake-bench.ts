import { bundledCalendars } from '../../functions/calendar/calendars.ts';
import { vietnamCalendar } from '../../functions/calendar/vietnam.ts';
import { createHandler as acceptHandler } from '../../functions/dossier/accept-dossier.handler.ts';
import { codeIssuersOf } from '../../functions/dossier/dossier-code.ts';
import { createHandler as openHandler } from '../../functions/dossier/open-draft.handler.ts';
import { createHandler as refuseHandler } from '../../functions/dossier/refuse-dossier.handler.ts';
import { createHandler as reissueHandler } from '../../functions/dossier/reissue-receipt.handler.ts';
import { createHandler as submitHandler } from '../../functions/dossier/submit-dossier.handler.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { defaultClaimNames } from '../../functions/platform/caller.ts';
import { bundledProcedures, type Procedures } from '../../functions/procedure/catalogue.ts';
import { countingIds, fixedClock, fixedOwnerIndex, fixedPersonalData, noPause, recordedLog } from './fixed.ts';
import { fixedDowntimes } from './fixed-downtimes.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from './http-event.ts';
import { memoryLedger } from './memory-ledger.ts';

/** Monday 23 November 2026, 09:00 in Viet Nam. */
export const monday = '2026-11-23T02:00:00.000Z';

/** The form of the demonstration case: a rented house in the first synthetic commune of cell 42. */
export const rentedForm = {
  phone: '0009990001',
  relationToHead: 'HEAD',
  dwelling: { kind: 'RENTED', commune: 'T4201', line: 'Số 1, thôn Mẫu 1', parcel: 'T4201/12/345', areaM2: 60 },
};
export const ownedForm = { ...rentedForm, dwelling: { ...rentedForm.dwelling, kind: 'OWNED' } };

export const allFound = { population: 'match', residence: 'head', land: 'not-found' };

type Options = { readonly at?: string; readonly procedures?: Procedures };

/** One cell's filing and intake functions over a ledger in memory, and steps of the journey to start a test from. */
export const intakeBench = ({ at = monday, procedures = bundledProcedures }: Options = {}) => {
  const ledger = memoryLedger();
  const deps = {
    ledger,
    clock: fixedClock(at),
    log: recordedLog(),
    claimNames: defaultClaimNames,
    ids: countingIds(),
    ownerIndex: fixedOwnerIndex(),
    personalData: fixedPersonalData(),
    procedures,
    calendar: vietnamCalendar,
    calendars: bundledCalendars,
    downtimes: fixedDowntimes(),
    codeIssuers: codeIssuersOf(ledger),
    pause: noPause,
    random: () => 0.5,
    cell: '42',
  };
  const handlers = {
    open: openHandler(deps),
    submit: submitHandler(deps),
    accept: acceptHandler(deps),
    refuse: refuseHandler(deps),
    reissue: reissueHandler(deps),
  };
  let keys = 0;

  const open = (parts: { body?: unknown; key?: string; claims?: Record<string, string> } = {}) => {
    keys += 1;
    const body = parts.body ?? { procedure: 'permanent-residence', form: rentedForm };
    const headers = { 'idempotency-key': parts.key ?? `key-${String(keys).padStart(6, '0')}` };
    return callHttp(handlers.open, httpEvent('openDraft', { claims: citizenClaims(parts.claims), body, headers }));
  };
  const submit = (dossierId: string, claims: Record<string, string> = {}) =>
    callHttp(handlers.submit, httpEvent('submitDossier', { claims: citizenClaims(claims), path: { dossierId } }));
  const accept = (dossierId: string, body: unknown = {}, claims: Record<string, string> = {}) =>
    callHttp(handlers.accept, httpEvent('acceptDossier', { claims: staffClaims(claims), path: { dossierId }, body }));
  const refuse = (dossierId: string, body: unknown, claims: Record<string, string> = {}) =>
    callHttp(handlers.refuse, httpEvent('refuseDossier', { claims: staffClaims(claims), path: { dossierId }, body }));
  const reissue = (dossierId: string, claims: Record<string, string> = {}) =>
    callHttp(handlers.reissue, httpEvent('reissueReceipt', { claims: staffClaims(claims), path: { dossierId } }));

  /** Changes META without a step, and keeps its place in the inbox. */
  const change = (dossierId: string, values: Partial<Meta>): Meta => {
    const meta: Meta = { ...ledger.meta(dossierId), ...values };
    ledger.seed(meta, meta.state === 'new' && meta.deadline ? { inbox: { at: meta.deadline.at } } : {});
    return meta;
  };
  const draft = async (form: unknown = rentedForm, procedure = 'permanent-residence'): Promise<string> => {
    const { body } = await open({ body: { procedure, form } });
    return String(body['dossierId']);
  };
  /** A draft whose documents are there. */
  const readyDraft = async (form: unknown = rentedForm, procedure?: string): Promise<string> => {
    const dossierId = await draft(form, procedure);
    const { documents } = ledger.meta(dossierId);
    change(dossierId, { documents: Object.fromEntries(Object.keys(documents).map((code) => [code, 'uploaded' as const])) });
    return dossierId;
  };
  const submitted = async (form?: unknown, procedure?: string): Promise<string> => {
    const dossierId = await readyDraft(form, procedure);
    await submit(dossierId);
    return dossierId;
  };
  const lookedUp = async (findings: Record<string, string> = allFound, form?: unknown, procedure?: string): Promise<string> => {
    const dossierId = await submitted(form, procedure);
    change(dossierId, { lookups: 'done', findings });
    return dossierId;
  };
  const types = (dossierId: string) => ledger.events(dossierId).map(({ type }) => type);

  return { ...deps, open, submit, accept, refuse, reissue, change, draft, readyDraft, submitted, lookedUp, types };
};

export type IntakeBench = ReturnType<typeof intakeBench>;
