import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import description from '../../docs/openapi.json' with { type: 'json' };
import type { OperationId } from '../../functions/api/policy.ts';
import { bundledCalendars, type Calendars } from '../../functions/calendar/calendars.ts';
import { codeIssuersOf } from '../../functions/dossier/dossier-code.ts';
import { enactDeadlines } from '../../functions/dossier/enact-deadlines.ts';
import type { Downtimes } from '../../functions/downtime/downtime.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { signedQuery } from '../../functions/payment/vnpay.ts';
import { defaultClaimNames } from '../../functions/platform/caller.ts';
import type { HttpEvent } from '../../functions/platform/http.ts';
import type { HttpAnswer } from '../../functions/platform/http-answer.ts';
import { bundledProcedures, type Procedures } from '../../functions/procedure/catalogue.ts';
import { countDossier } from '../../functions/report/count-dossier.ts';
import { concludeDossier } from '../../functions/result/conclude-dossier.ts';
import { countingIds, fixedClock, fixedOwnerIndex, fixedPersonalData, noPause, recordedLog } from '../support/fixed.ts';
import { fixedDowntimes } from '../support/fixed-downtimes.ts';
import { type HttpEventParts, httpEvent } from '../support/http-event.ts';
import { memoryComplaints } from '../support/memory-complaints.ts';
import { memoryCounts } from '../support/memory-counts.ts';
import { memoryDowntimes } from '../support/memory-downtimes.ts';
import { memoryLedger } from '../support/memory-ledger.ts';
import { memoryFiles } from '../unit/document/document-bench.ts';
import { memoryFormFiles } from '../unit/form/memory-form-files.ts';
import { registryBench } from '../unit/registry/registry-bench.ts';
import { memoryResultKey } from '../unit/result/result-bench.ts';
import { faultsOfAnswer } from './described-answer.ts';

const root = resolve(import.meta.dirname, '../..');
const account = { tmnCode: 'DEMOTEST', secrets: ['TESTSECRET0123456789ABCDEFGHIJKL'] as [string] };

/** Files of handlers by what they end with: `/request-upload.handler.ts`. */
const handlerFiles = new Map(globSync('functions/*/*.handler.ts', { cwd: root }).map((file) => [file.slice(file.lastIndexOf('/')), file]));

/** `requestUpload` is in a file named request-upload.handler.ts. */
const fileOf = (operation: string): string => {
  const name = operation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const file = handlerFiles.get(`/${name}.handler.ts`);
  if (!file) throw new Error(`no handler for ${operation}`);
  return resolve(root, file);
};

/** What differs from the cell of the catalogue. */
export type CellOptions = {
  readonly procedures?: Procedures;
  readonly downtimes?: Pick<Downtimes, 'endedAfter'>;
  readonly calendars?: Calendars;
};

type Handler = (event: HttpEvent, context: never) => Promise<HttpAnswer>;
type HandlerModule = { readonly createHandler: (deps: object) => Handler };

/** Modules of handlers by operation, shared by all cells: to find one takes longer than to call it. */
const modules = new Map<string, Promise<HandlerModule>>();

const moduleOf = (operation: string): Promise<HandlerModule> => {
  const found = modules.get(operation) ?? import(fileOf(operation));
  modules.set(operation, found);
  return found;
};

/**
 * Every HTTP function of a province cell and of the national cell over stores in memory. Each answer is held against
 * docs/openapi*.json; `answered` remembers which operation has answered with which status.
 */
export const cellInMemory = ({
  procedures = bundledProcedures,
  downtimes = fixedDowntimes(),
  calendars = bundledCalendars,
}: CellOptions = {}) => {
  const ledger = memoryLedger();
  const clock = fixedClock('2026-11-23T02:00:00.000Z');
  const national = registryBench();
  const files = memoryFiles(clock);
  const deps = {
    ...{
      ledger,
      clock,
      files,
      log: recordedLog(),
      claimNames: defaultClaimNames,
      ids: countingIds(),
      cell: '42',
      pause: noPause,
      random: () => 0.5,
    },
    ...{ ownerIndex: fixedOwnerIndex(), personalData: fixedPersonalData(), procedures },
    calendars,
    // Of functions that are deployed with a calendar: what is current when they are first called.
    get calendar() {
      return calendars.current;
    },
    ...{ formFiles: memoryFormFiles(clock), printSigned: async () => Buffer.from('%PDF-1.7 a form') },
    downtimes,
    ...{
      counts: memoryCounts(),
      complaints: memoryComplaints(ledger),
      register: memoryDowntimes(ledger),
      apiAddress: 'https://api.example',
    },
    ...{ codeIssuers: codeIssuersOf(ledger), key: memoryResultKey(), issuer: 'https://api.example', description },
    ...{ account: async () => account, page: 'https://pay.example/vpcpay.html', returnUrl: 'https://api.example/return' },
    ...{ registries: national.registries, records: national.records, lookups: national.lookups, documents: national.documents },
  };
  const handlers = new Map<string, Handler>();
  const answered = new Set<string>();

  const handlerOf = async (operation: string): Promise<Handler> => {
    const known = handlers.get(operation);
    if (known) return known;
    const { createHandler } = await moduleOf(operation);
    const handler = createHandler(deps);
    handlers.set(operation, handler);
    return handler;
  };

  const call = async (operation: OperationId, parts: HttpEventParts = {}) => {
    const handler = await handlerOf(operation);
    const answer = await handler(httpEvent(operation, parts), {} as never);
    const { statusCode: status, body } = answer;
    const contentType = answer.headers['content-type'] ?? '';
    expect(faultsOfAnswer(operation, { status, contentType, body })).toEqual([]);
    answered.add(`${operation} ${status}`);
    const isJson = contentType.split(';')[0]?.endsWith('json');
    return { status, contentType, body: (isJson ? JSON.parse(body) : { text: body }) as Record<string, unknown> };
  };

  return {
    ...{ ledger, clock, files, national, call, answered },
    /** What the schedule calls every minute. */
    sweep: enactDeadlines(deps),
    /** What the consumer of the counting queue does with a fact of the dossier. */
    count: countDossier(deps),
    conclude: (dossierId: string) => concludeDossier(deps)({ dossierId, run: 1 }),
    change: (dossierId: string, values: Partial<Meta>) => {
      const meta = { ...ledger.meta(dossierId), ...values };
      ledger.seed(meta, meta.state === 'new' && meta.deadline ? { inbox: { at: meta.deadline.at } } : {});
    },
    /** The query that the payment gateway sends for an attempt. */
    paid: (reference: string, changes: Record<string, string> = {}): Record<string, string> => {
      const parameters = {
        ...{ vnp_Amount: '1000000', vnp_BankCode: 'NCB', vnp_OrderInfo: 'Le phi', vnp_PayDate: '20261123093512', vnp_ResponseCode: '00' },
        ...{ vnp_TmnCode: account.tmnCode, vnp_TransactionNo: '14226112', vnp_TransactionStatus: '00', vnp_TxnRef: reference },
        ...changes,
      };
      return Object.fromEntries(new URLSearchParams(signedQuery(account, parameters)));
    },
  };
};

export type CellInMemory = ReturnType<typeof cellInMemory>;
