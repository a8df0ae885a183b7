import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { createHandler as confirmStaff } from '../../../functions/document/confirm-staff-upload.handler.ts';
import { createHandler as confirmOwn } from '../../../functions/document/confirm-upload.handler.ts';
import { createHandler as openStaff } from '../../../functions/document/open-staff-document.handler.ts';
import { createHandler as requestStaff } from '../../../functions/document/request-staff-upload.handler.ts';
import { createHandler as requestOwn } from '../../../functions/document/request-upload.handler.ts';
import { createHandler as accesses } from '../../../functions/dossier/list-own-accesses.handler.ts';
import { createHandler as readOwn } from '../../../functions/dossier/read-own-dossier.handler.ts';
import { createHandler as readStaff } from '../../../functions/dossier/read-staff-dossier.handler.ts';
import { createHandler as submitStaff } from '../../../functions/dossier/submit-staff-dossier.handler.ts';
import { createHandler as file } from '../../../functions/filing/file-dossier.handler.ts';
import { createHandler as importing } from '../../../functions/filing/import-dossier.handler.ts';
import { proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';
import { intakeBench, monday, rentedForm } from '../../support/intake-bench.ts';
import { announcementOf, hexOf, memoryFiles, pdf } from '../document/document-bench.ts';

/** The procedure of the catalogue with something else in it. */
const procedureWith = (changes: object = {}) => proceduresOf([{ ...permanentResidence, ...changes }]);

/** A fact of the catalogue that a test makes up. */
export const madeUp = <Value>(value: Value) => ({ value, confidence: 'low', source: 'made up' });

/** A row of the fee schedule for a channel that the law names no fee for. */
export const feeFor = (channel: string, amount = 15_000) => [
  ...permanentResidence.fees,
  { ...{ case: 'standard', channel, validFrom: '2026-01-01', amount }, legalBasis: 'made up', confidence: 'low', source: 'made up' },
];

export const person = { pin: '042190000016', name: 'Nguyễn Thị Mẫu' };
export const other = { pin: '042190000017', name: 'Trần Văn Mẫu' };

/** The police of the next commune: a counter, but not the office that decides. */
export const elsewhere = { sub: 'officer-2', office: 'G01.042.002', roles: '[intake]' };

type Filed = { readonly body?: object; readonly claims?: Record<string, string>; readonly key?: string };

/** The functions by which an officer enters a dossier, beside those of the intake, over one ledger in memory. */
export const filingBench = ({ changes = {}, at = monday }: { readonly changes?: object; readonly at?: string } = {}) => {
  const cell = intakeBench({ procedures: procedureWith(changes), at });
  const files = memoryFiles(cell.clock);
  const deps = { ...cell, files };
  const handlers = {
    ...{ file: file(deps), importing: importing(deps), submitStaff: submitStaff(deps), readOwn: readOwn(deps), readStaff: readStaff(deps) },
    ...{ requestStaff: requestStaff(deps), confirmStaff: confirmStaff(deps), requestOwn: requestOwn(deps), confirmOwn: confirmOwn(deps) },
    ...{ accesses: accesses(deps), openStaff: openStaff(deps) },
  };
  let keys = 0;
  const nextKey = () => {
    keys += 1;
    return `filing-${String(keys).padStart(6, '0')}`;
  };
  const counter = { procedure: 'permanent-residence', form: rentedForm, channel: 'counter', identityVerifiedBy: 'CHIP', applicant: person };

  const post = ({ body = counter, claims, key = nextKey() }: Filed = {}) =>
    callHttp(handlers.file, httpEvent('fileDossier', { claims: staffClaims(claims), headers: { 'idempotency-key': key }, body }));
  const staffPath = (dossierId: string, claims: Record<string, string>, document = 'LEASE') => ({
    claims: staffClaims(claims),
    path: { dossierId, document },
  });

  return {
    ...cell,
    files,
    counter,
    post,
    /** A dossier that an officer has entered. */
    filed: async (filed: Filed = {}) => String((await post(filed)).body['dossierId']),
    takeOver: ({ body, claims = {}, key = nextKey() }: Filed) =>
      callHttp(
        handlers.importing,
        httpEvent('importDossier', { claims: staffClaims({ roles: '[importer]', ...claims }), headers: { 'idempotency-key': key }, body }),
      ),
    announce: (dossierId: string, claims: Record<string, string> = {}, document?: string) =>
      callHttp(
        handlers.requestStaff,
        httpEvent('requestStaffUpload', { ...staffPath(dossierId, claims, document), body: announcementOf(pdf) }),
      ),
    confirm: (dossierId: string, claims: Record<string, string> = {}, document?: string) =>
      callHttp(handlers.confirmStaff, httpEvent('confirmStaffUpload', staffPath(dossierId, claims, document))),
    put: (dossierId: string, document = 'LEASE') => files.put(`${dossierId}/${document}/${hexOf(pdf)}`, pdf),
    submitAtCounter: (dossierId: string, claims: Record<string, string> = {}) =>
      callHttp(handlers.submitStaff, httpEvent('submitStaffDossier', { claims: staffClaims(claims), path: { dossierId } })),
    own: (dossierId: string, claims: Record<string, string> = {}) =>
      callHttp(handlers.readOwn, httpEvent('readOwnDossier', { claims: citizenClaims(claims), path: { dossierId } })),
    asStaff: (dossierId: string, claims: Record<string, string> = {}) =>
      callHttp(handlers.readStaff, httpEvent('readStaffDossier', { claims: staffClaims(claims), path: { dossierId } })),
    seenBy: async (dossierId: string) => {
      const { body } = await callHttp(handlers.accesses, httpEvent('listOwnAccesses', { claims: citizenClaims(), path: { dossierId } }));
      return Array.isArray(body['accesses']) ? body['accesses'] : [];
    },
    faults: (dossierId: string) => faultsInMemory(cell.ledger, dossierId),
  };
};

export type FilingBench = ReturnType<typeof filingBench>;

/** The kind of an answer: its status and, of a problem, its name. */
export const kindOf = ({ status, body }: { readonly status: number; readonly body: Record<string, unknown> }): string =>
  typeof body['type'] === 'string' ? `${status} ${body['type'].split('/').at(-1)}` : String(status);

/** Where the faults of a request lie. */
export const pointersOf = ({ body }: { readonly body: Record<string, unknown> }): string[] =>
  (Array.isArray(body['errors']) ? body['errors'] : []).map(({ pointer }) => String(pointer));
