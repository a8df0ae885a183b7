import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createHandler as listOwnHandler } from '../../../functions/form/list-own-forms.handler.ts';
import { createHandler as listStaffHandler } from '../../../functions/form/list-staff-forms.handler.ts';
import { createHandler as openOwnHandler } from '../../../functions/form/open-own-form-pdf.handler.ts';
import { createHandler as openStaffHandler } from '../../../functions/form/open-staff-form-pdf.handler.ts';
import { createHandler as readOwnHandler } from '../../../functions/form/read-own-form.handler.ts';
import { createHandler as readStaffHandler } from '../../../functions/form/read-staff-form.handler.ts';
import { signedPrinter } from '../../../functions/form/signed-printer.ts';
import type { SigningKey } from '../../../functions/form/signing-key.ts';
import { standInSigner } from '../../../functions/form/stand-in-signer.ts';
import { standInTimeStamps } from '../../../functions/form/stand-in-time-stamps.ts';
import { type Filing, sealFiling } from '../../../functions/ledger/filing.ts';
import type { HistoryEvent, NewEvent } from '../../../functions/ledger/history-event.ts';
import { eventKey, formKey, type ItemKey } from '../../../functions/ledger/item-keys.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { bundledProcedures, type Procedures } from '../../../functions/procedure/catalogue.ts';
import { signP256Digest } from '../../../local/keys/p256-digest.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { countingIds, fixedClock, fixedOwnerIndex, fixedPersonalData, recordedLog } from '../../support/fixed.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { memoryFormFiles } from './memory-form-files.ts';

const tinos = resolve(import.meta.dirname, '../../../node_modules/@expo-google-fonts/tinos');
export const fonts = {
  regular: readFileSync(resolve(tinos, '400Regular/Tinos_400Regular.ttf')),
  bold: readFileSync(resolve(tinos, '700Bold/Tinos_700Bold.ttf')),
};

/** A signing key in memory, which counts what it signed and fails when it is told to. */
export const memorySigningKey = (): SigningKey & { readonly signed: () => number; failNext(): void } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let signed = 0;
  let fails = false;
  return {
    signed: () => signed,
    failNext: () => {
      fails = true;
    },
    spki: async () => publicKey.export({ type: 'spki', format: 'der' }),
    signDigest: async (digest) => {
      if (fails) {
        fails = false;
        throw new Error('the key was told to fail');
      }
      signed += 1;
      return signP256Digest(digest, privateKey);
    },
  };
};

/** Monday 23 November 2026, 09:00 in Viet Nam: the acceptance. */
const ACCEPTED_AT = '2026-11-23T02:00:00.000Z';

const filing: Filing = {
  applicant: { pin: '042190000016', name: 'Nguyễn Thị Mẫu' },
  form: {
    phone: '0009990001',
    email: 'mau@example.invalid',
    relationToHead: 'HEAD',
    dwelling: { kind: 'RENTED', commune: 'T4201', line: 'Số 1, thôn Mẫu 1', parcel: 'T4201/12/345' },
    request: 'Cho tôi được ở cùng hộ ông Trần Văn Ưởng',
  },
};

type Past = { readonly event: NewEvent } & Partial<Pick<HistoryEvent, 'at' | 'by' | 'from' | 'to' | 'cause'>>;

/** What an officer does, in one line of a history. */
export const byOfficer = { kind: 'staff', id: 'officer-1' } as const;

/** Draft, document and submission: what every history begins with. */
const beginning: readonly Past[] = [
  { event: { type: 'dossier.drafted', data: { procedure: 'permanent-residence', procedureVersion: '2026-07-01', channel: 'online' } } },
  { event: { type: 'document.uploaded', data: { document: 'LEASE', sha256: 'a'.repeat(64), bytes: 100 } } },
  { event: { type: 'dossier.submitted', data: { code: 'G01.042.001-261123-000001', receivedAt: '2026-11-23T01:30:00.000Z' } } },
];
export const acceptance: Past = {
  event: { type: 'dossier.accepted', data: { dueAt: '2026-12-02T02:00:00.000Z', office: 'G01.042.001', timing: 'BEFORE' } },
  by: byOfficer,
};

type Options = { readonly meta?: Partial<Meta>; readonly formSet?: 'GENERAL' | 'RESIDENCE' };

/** Permanent residence, or the same as a procedure with the general forms. */
const proceduresWith = (formSet: Options['formSet']): Procedures => {
  if (formSet !== 'GENERAL') return bundledProcedures;
  return {
    ...bundledProcedures,
    version: (id, version) => {
      const procedure = bundledProcedures.version(id, version);
      return procedure && { ...procedure, formSet };
    },
  };
};

/** The form functions over a ledger in memory that holds one dossier with the given history after its submission. */
export const formBench = async (history: readonly Past[], { meta: more = {}, formSet }: Options = {}) => {
  const ledger = memoryLedger();
  const personalData = fixedPersonalData();
  const clock = fixedClock('2026-12-01T03:00:00.000Z');
  const log = recordedLog();
  const events = [...beginning, ...history];
  const meta = await unpaidMeta({ n: events.length, state: 'processing', previous: undefined, amountDue: 0, ...more });
  const { dossierId } = meta;
  ledger.seed(meta);
  await ledger.putItem(formKey(dossierId), await sealFiling(personalData, dossierId, filing));
  const append = async (n: number, { event, at = ACCEPTED_AT, by = { kind: 'owner' }, ...rest }: Past) =>
    ledger.putItem(eventKey(dossierId, n), { dossierId, n, type: event.type, at, by, data: event.data, ...rest });
  for (const [index, past] of events.entries()) await append(index + 1, past);

  const formFiles = memoryFormFiles(clock);
  const keys = { seal: memorySigningKey(), time: memorySigningKey() };
  const standIn = { files: formFiles, clock, cell: '42' };
  const signer = standInSigner({ ...standIn, key: keys.seal });
  const timeStamps = standInTimeStamps({ ...standIn, key: keys.time, serialNumber: () => new Uint8Array(15).fill(9) });
  const deps = {
    ...{ ledger, personalData, clock, log, formFiles, claimNames: defaultClaimNames, ids: countingIds() },
    ...{ ownerIndex: fixedOwnerIndex(), procedures: proceduresWith(formSet) },
    printSigned: signedPrinter({ fonts, signer, timeStamps, clock }),
  };
  const handlers = {
    ...{ listOwn: listOwnHandler(deps), readOwn: readOwnHandler(deps), openOwn: openOwnHandler(deps) },
    ...{ listStaff: listStaffHandler(deps), readStaff: readStaffHandler(deps), openStaff: openStaffHandler(deps) },
  };
  type Claims = Record<string, string>;

  return {
    ...{ ledger, log, formFiles, keys, signer, timeStamps, dossierId, filing, append },
    printSigned: deps.printSigned,
    fileAs: async (other: Filing, version?: number) =>
      ledger.putItem(formKey(dossierId, version), await sealFiling(personalData, dossierId, other)),
    /** Seals what a step keeps of words in an item of its own. */
    seal: async (key: ItemKey, words: unknown, beside: object = {}) =>
      ledger.putItem(key, { dossierId, ...beside, sealed: await personalData.seal(dossierId, words) }),
    listOwn: (claims: Claims = {}) =>
      callHttp(handlers.listOwn, httpEvent('listOwnForms', { claims: citizenClaims(claims), path: { dossierId } })),
    readOwn: (form: string, claims: Claims = {}) =>
      callHttp(handlers.readOwn, httpEvent('readOwnForm', { claims: citizenClaims(claims), path: { dossierId, form } })),
    openOwn: (form: string, claims: Claims = {}) =>
      callHttp(handlers.openOwn, httpEvent('openOwnFormPdf', { claims: citizenClaims(claims), path: { dossierId, form } })),
    listStaff: (claims: Claims = {}) =>
      callHttp(handlers.listStaff, httpEvent('listStaffForms', { claims: staffClaims(claims), path: { dossierId } })),
    readStaff: (form: string, claims: Claims = {}) =>
      callHttp(handlers.readStaff, httpEvent('readStaffForm', { claims: staffClaims(claims), path: { dossierId, form } })),
    openStaff: (form: string, claims: Claims = {}) =>
      callHttp(handlers.openStaff, httpEvent('openStaffFormPdf', { claims: staffClaims(claims), path: { dossierId, form } })),
  };
};

export type FormBench = Awaited<ReturnType<typeof formBench>>;
