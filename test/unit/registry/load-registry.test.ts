import { describe, expect, it } from 'vitest';
import { generatePopulation } from '../../../local/stand-ins/population/population.ts';
import { recordsFor } from '../../../local/stand-ins/population/registry-records.ts';
import { otherPin, pin, records, registryBench } from './registry-bench.ts';

describe('loading a registry', () => {
  it('stores a record under the HMAC of its key', async () => {
    const bench = registryBench();
    expect(await bench.load({ registry: 'population', records: [records.population] })).toEqual({ loaded: 1, refused: [] });
    const [address = ''] = bench.stored.keys();
    expect(address).toMatch(/^population#k1\./);
    expect(address).not.toContain(pin);
  });

  it('replaces what was there under the key', async () => {
    const bench = registryBench();
    await bench.load({ registry: 'population', records: [records.population] });
    const renamed = { ...records.population, data: { ...records.population.data, name: 'Nguyễn Thị Mới' } };
    await bench.load({ registry: 'population', records: [renamed] });
    expect([...bench.stored.values()]).toMatchObject([{ data: { name: 'Nguyễn Thị Mới' } }]);
  });

  it.each(['population', 'residence', 'land'] as const)('takes every record of the synthetic population into %s', async (registry) => {
    const bench = registryBench();
    const population = generatePopulation({ seed: 'registry-test', provinceCode: '42', people: 400 });
    const all = [...recordsFor(population, registry)].slice(0, 500);
    expect(await bench.load({ registry, records: all })).toEqual({ loaded: all.length, refused: [] });
  });

  const broken = (more: object) => ({ key: pin, data: { ...records.population.data, ...more } });
  it.each([
    ['a missing field', { key: pin, data: { pin } }, 'schema: /'],
    ['a malformed field', broken({ birthDate: '1990-02-30' }), 'schema: /birthDate'],
    ['a value out of its list', broken({ sex: 'UNKNOWN' }), 'schema: /sex'],
    ['a field that the schema does not know', broken({ religion: 'x' }), 'schema: /'],
    ['a key that is not the record’s', { ...records.population, key: otherPin }, 'key: /pin differs'],
  ])('refuses a record with %s, by its place, and loads the rest', async (_what, record, reason) => {
    const bench = registryBench();
    const good = { key: otherPin, data: { ...records.population.data, pin: otherPin } };
    const answer = await bench.load({ registry: 'population', records: [record, good] });
    // A second record under the same key would be refused for that; here the first one never was taken.
    expect(answer).toEqual({ loaded: 1, refused: [{ index: 0, reason: expect.stringContaining(reason) }] });
    expect(JSON.stringify(answer)).not.toContain(pin);
  });

  it('refuses the second record under one key', async () => {
    const bench = registryBench();
    const answer = await bench.load({ registry: 'population', records: [records.population, records.population] });
    expect(answer).toEqual({ loaded: 1, refused: [{ index: 1, reason: 'key: twice in this call' }] });
  });

  it.each([
    ['no call at all', null],
    ['more than 500 records', { registry: 'population', records: Array.from({ length: 501 }, () => records.population) }],
    ['a registry that does not exist', { registry: 'horoscope', records: [] }],
  ])('throws for %s', async (_what, event) => {
    await expect(registryBench().load(event)).rejects.toThrow();
  });

  it('throws when the records cannot be written, so that the caller repeats', async () => {
    const bench = registryBench();
    bench.failing.save = true;
    await expect(bench.load({ registry: 'population', records: [records.population] })).rejects.toThrow();
  });

  it('says nothing of a record in the log', async () => {
    const bench = registryBench();
    await bench.load({ registry: 'population', records: [records.population, broken({ sex: 'X' })] });
    expect(bench.log.lines).toMatchObject([{ level: 'WARN', fields: { registry: 'population', loaded: 1, refused: 1 } }]);
    expect(JSON.stringify(bench.log.lines)).not.toMatch(new RegExp(`${pin}|Mẫu`));
  });
});
