import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { bundledRegistries } from '../../../functions/registry/bundled-registries.ts';
import type { StoredEDocument } from '../../../functions/registry/e-documents.ts';
import { createHandler as loadHandler } from '../../../functions/registry/load-registry.handler.ts';
import { createHandler as lookUpHandler } from '../../../functions/registry/look-up.handler.ts';
import type { LookupRecord } from '../../../functions/registry/lookup-records.ts';
import type { RecordAddress, RegistryRecord } from '../../../functions/registry/registry-records.ts';
import { createHandler as storeHandler } from '../../../functions/registry/store-e-document.handler.ts';
import { countedUlid, countingIds, fixedClock, fixedOwnerIndex, recordedLog } from '../../support/fixed.ts';
import { agencyClaims, callHttp, httpEvent } from '../../support/http-event.ts';

export const pin = '042190000016';
export const otherPin = '042190000999';
export const parcelId = 'T4201/12/345';

export const address = { commune: 'T4201', communeName: 'Xã Thử Nghiệm 1', line: 'Số 1, thôn Mẫu 1' };
export const records = {
  population: {
    key: pin,
    data: { pin, name: 'Nguyễn Thị Mẫu', birthDate: '1990-02-03', sex: 'FEMALE', provinceOfBirthRegistration: '042', status: 'ACTIVE' },
  },
  residence: {
    key: pin,
    data: { synthetic: true, pin, householdId: 'H-1', headPin: pin, relationToHead: 'HEAD', address, since: '2015-06-01' },
  },
  land: { key: parcelId, data: { parcelId, owners: [otherPin], address, dwellingAreaM2: 60, use: 'ONT' } },
} as const;

const addressOf = ({ registry, keyHash }: RecordAddress) => `${registry}#${keyHash}`;

/** The national cell's functions over stores in memory. */
export const registryBench = () => {
  const clock = fixedClock('2026-11-23T02:00:00.000Z');
  const log = recordedLog();
  const stored = new Map<string, RecordAddress & RegistryRecord>();
  const lookups: LookupRecord[] = [];
  const eDocuments = new Map<string, StoredEDocument>();
  const failing = { find: false, append: false, save: false };
  /** What happened, in order. */
  const trace: string[] = [];
  const failWhen = (told: boolean, what: string) => {
    trace.push(what);
    if (told) throw new Error(`${what} was told to fail`);
  };
  const deps = {
    ...{ clock, log, claimNames: defaultClaimNames, ids: countingIds(), registries: bundledRegistries, ownerIndex: fixedOwnerIndex() },
    records: {
      find: async (addresses: readonly RecordAddress[]) => {
        failWhen(failing.find, 'find');
        return addresses.map((one) => stored.get(addressOf(one)));
      },
      save: async (all: readonly (RecordAddress & RegistryRecord)[]) => {
        failWhen(failing.save, 'save');
        for (const record of all) stored.set(addressOf(record), record);
      },
    },
    lookups: {
      append: async (all: readonly LookupRecord[]) => {
        failWhen(failing.append, 'append');
        lookups.push(...all);
      },
    },
    documents: {
      store: async (document: StoredEDocument) => {
        const there = eDocuments.get(document.code);
        if (there) return { kind: 'exists', jws: there.jws } as const;
        eDocuments.set(document.code, document);
        return { kind: 'stored' } as const;
      },
    },
  };
  const lookUpWith = (more: Partial<typeof deps> = {}) => lookUpHandler({ ...deps, ...more });
  const store = storeHandler(deps);

  return {
    ...deps,
    ...{ stored, recorded: lookups, eDocuments, failing, trace },
    load: loadHandler(deps),
    lookUp: (body: unknown, system = 'cell-42', more: Partial<typeof deps> = {}) =>
      callHttp(lookUpWith(more), httpEvent('lookUp', { claims: agencyClaims(system), body })),
    store: (body: unknown, system = 'cell-42') => callHttp(store, httpEvent('storeEDocument', { claims: agencyClaims(system), body })),
  };
};

/** A bench whose registries hold one record each. */
export const loadedBench = async () => {
  const bench = registryBench();
  for (const [registry, record] of Object.entries(records)) await bench.load({ registry, records: [record] });
  bench.trace.length = 0;
  return bench;
};

type Asked = { readonly registry: string; readonly key: string; readonly fields?: readonly string[] };

export const lookup = (requests: readonly Asked[], more: object = {}) => ({
  purpose: 'RESIDENCE_REGISTRATION',
  legalBasis: 'Law on Residence 68/2020/QH14',
  dossierId: countedUlid(1),
  dossierCode: 'G01.042.001-261123-000001',
  subject: { pin },
  requests,
  ...more,
});
