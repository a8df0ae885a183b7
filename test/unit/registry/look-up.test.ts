import { describe, expect, it } from 'vitest';
import { ownerIndex } from '../../../functions/ledger/owner-index.ts';
import { fixedClock, fixedOwnerIndex } from '../../support/fixed.ts';
import { itemBytes } from '../../support/item-bytes.ts';
import { kindOf } from '../../support/kind-of.ts';
import { address, loadedBench, lookup, otherPin, parcelId, pin, records, registryBench } from './registry-bench.ts';

const all = [
  { registry: 'population', key: pin },
  { registry: 'residence', key: pin },
  { registry: 'land', key: parcelId },
];
const asOf = '2026-11-23T02:00:00.000Z';

describe('looking registries up', () => {
  it('answers each request in order with the fields that the purpose covers', async () => {
    const bench = await loadedBench();
    const { status, body } = await bench.lookUp(lookup(all));
    expect(status).toBe(200);
    expect(body['answers']).toEqual([
      { registry: 'population', status: 'found', data: { name: 'Nguyễn Thị Mẫu', status: 'ACTIVE' }, asOf },
      {
        registry: 'residence',
        status: 'found',
        data: { relationToHead: 'HEAD', address: expect.objectContaining({ commune: 'T4201' }) },
        asOf,
      },
      { registry: 'land', status: 'found', data: { ownedBySubject: false, address, dwellingAreaM2: 60, use: 'ONT' }, asOf },
    ]);
  });

  it.each([
    ['the subject alone', [pin], true],
    ['the subject among others', [otherPin, pin], true],
    ['others', [otherPin], false],
  ])('says whether the parcel is the subject’s, never whose it is: %s', async (_whose, owners, ownedBySubject) => {
    const bench = await loadedBench();
    await bench.load({ registry: 'land', records: [{ key: parcelId, data: { ...records.land.data, owners } }] });
    const { body } = await bench.lookUp(lookup([{ registry: 'land', key: parcelId }]));
    expect(body['answers']).toMatchObject([{ data: { ownedBySubject } }]);
    expect(JSON.stringify(body)).not.toMatch(/owners|\d{12}/);
    expect(bench.recorded[0]?.fields).toEqual(['ownedBySubject', 'address', 'dwellingAreaM2', 'use']);
  });

  it('gives fewer fields when fewer are asked for', async () => {
    const bench = await loadedBench();
    const { body } = await bench.lookUp(lookup([{ registry: 'population', key: pin, fields: ['name'] }]));
    expect(body['answers']).toMatchObject([{ data: { name: 'Nguyễn Thị Mẫu' } }]);
    expect(bench.recorded).toMatchObject([{ fields: ['name'] }]);
  });

  it('says what a registry does not know', async () => {
    const bench = registryBench();
    const { status, body } = await bench.lookUp(lookup(all));
    expect(status).toBe(200);
    expect(body['answers']).toEqual(all.map(({ registry }) => ({ registry, status: 'not-found', asOf })));
  });

  it('records every request for the subject, small and without personal data', async () => {
    const bench = await loadedBench();
    await bench.lookUp(lookup([...all.slice(0, 2), { registry: 'land', key: 'T4201/1/1' }]));
    expect(bench.recorded).toMatchObject([
      { registry: 'population', by: 'cell-42', purpose: 'RESIDENCE_REGISTRATION', outcome: 'found', fields: ['name', 'status'] },
      { registry: 'residence', outcome: 'found' },
      { registry: 'land', outcome: 'not-found', fields: [] },
    ]);
    expect(new Set(bench.recorded.map(({ ownerKey }) => ownerKey))).toEqual(new Set([await fixedOwnerIndex().current(pin)]));
    expect(JSON.stringify(bench.recorded)).not.toMatch(new RegExp(`${pin}|Mẫu`));
    for (const record of bench.recorded) expect(itemBytes(record)).toBeLessThanOrEqual(1024);
  });

  it('gives every record a key of its own, also when the same is asked twice', async () => {
    const bench = await loadedBench();
    await bench.lookUp(lookup(all));
    await bench.lookUp(lookup(all));
    expect(new Set(bench.recorded.map(({ id }) => id)).size).toBe(6);
  });

  it('gives nothing away when the records cannot be written', async () => {
    const bench = await loadedBench();
    bench.failing.append = true;
    const { status, body } = await bench.lookUp(lookup(all));
    expect([status, body['answers']]).toEqual([500, undefined]);
  });

  it('fails as a whole when a registry cannot be read', async () => {
    const bench = await loadedBench();
    bench.failing.find = true;
    expect((await bench.lookUp(lookup(all))).status).toBe(500);
  });

  it.each([
    ['a purpose that no registry knows', lookup(all, { purpose: 'CURIOSITY' }), 'population'],
    [
      'a field that the purpose does not cover',
      lookup([{ registry: 'population', key: pin, fields: ['name', 'birthDate'] }]),
      'population',
    ],
    ['the owners of a parcel', lookup([{ registry: 'land', key: parcelId, fields: ['use', 'owners'] }]), 'land'],
    ['a field that no record has', lookup([{ registry: 'population', key: pin, fields: ['constructor'] }]), 'population'],
    [
      'another person than the subject',
      lookup([all[2] ?? { registry: '', key: '' }, { registry: 'residence', key: otherPin }]),
      'residence',
    ],
  ])('refuses %s as a whole, and records it', async (_what, request, registry) => {
    const bench = await loadedBench();
    const answer = await bench.lookUp(request);
    expect([answer.status, kindOf(answer), answer.body['registry']]).toEqual([403, 'purpose-not-covered', registry]);
    expect(bench.trace).toEqual(['append']);
    expect(bench.recorded.map(({ outcome, fields }) => ({ outcome, fields }))).toEqual(
      request.requests.map(() => ({ outcome: 'refused', fields: [] })),
    );
  });

  it('refuses a registry that does not exist, and records it', async () => {
    const bench = await loadedBench();
    const answer = await bench.lookUp(lookup([...all, { registry: 'horoscope', key: pin }]));
    expect([answer.status, kindOf(answer), answer.body['registry']]).toEqual([404, 'registry-not-found', 'horoscope']);
    expect(bench.recorded).toHaveLength(4);
  });

  it.each(['land', 'cell-4'])('tells the client %s that it is refused, and nothing of what it asks wrongly', async (system) => {
    const answer = await (await loadedBench()).lookUp({ nonsense: true }, system);
    expect([answer.status, kindOf(answer)]).toEqual([403, 'role-missing']);
  });

  it.each(['land', 'police', 'cell-4', 'cell-421', 'national'])('refuses the client %s: only cells look registries up', async (system) => {
    const bench = await loadedBench();
    const answer = await bench.lookUp(lookup(all), system);
    expect([answer.status, kindOf(answer)]).toEqual([403, 'role-missing']);
    expect(bench.trace).toEqual([]);
  });

  it.each([
    ['no request', { requests: [] }, '/body/requests'],
    ['too many requests', { requests: Array.from({ length: 11 }, () => all[0]) }, '/body/requests'],
    ['no legal basis', { legalBasis: '' }, '/body/legalBasis'],
    ['a subject without a number', { subject: { pin: 'x' } }, '/body/subject/pin'],
  ])('refuses %s with a pointer', async (_what, more, pointer) => {
    const bench = registryBench();
    const { status, body } = await bench.lookUp(lookup(all, more));
    expect([status, body['errors']]).toMatchObject([400, [{ pointer }]]);
  });

  it('finds a record under the previous key while the keys are being changed', async () => {
    const bench = await loadedBench();
    const { body } = await bench.lookUp(lookup(all), 'cell-42', { ownerIndex: fixedOwnerIndex({ rotated: true }) });
    expect(body['answers']).toMatchObject(all.map(() => ({ status: 'found' })));
    expect(bench.recorded[0]?.ownerKey).toMatch(/^k2\./);
  });

  it('does not find a record under a key that nobody has', async () => {
    const bench = await loadedBench();
    const key = Buffer.alloc(32, 9).toString('base64');
    const { body } = await bench.lookUp(lookup(all), 'cell-42', {
      ownerIndex: ownerIndex(async () => ({ current: { version: 'k9', key } }), fixedClock('2026-11-23T03:00:00.000Z')),
    });
    expect(body['answers']).toMatchObject(all.map(() => ({ status: 'not-found' })));
  });
});
