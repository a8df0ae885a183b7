import type { Population } from './person.ts';

/** The registers of the national cell that the population can fill. */
export type RegistryName = 'population' | 'residence' | 'land';

/** One record as the national cell stores it; `key` is the register's natural key, a personal number or a parcel id. */
export type RegistryRecord = { readonly key: string; readonly data: Readonly<Record<string, unknown>> };

function* populationRecords({ people }: Population): Generator<RegistryRecord> {
  for (const { synthetic, pin, name, birthDate, sex, provinceOfBirthRegistration, status } of people) {
    yield { key: pin, data: { synthetic, pin, name, birthDate, sex, provinceOfBirthRegistration, status } };
  }
}

function* residenceRecords({ households }: Population): Generator<RegistryRecord> {
  for (const { synthetic, id: householdId, headPin, members, registeredAt: address, since } of households) {
    for (const { pin, relationToHead } of members) {
      yield { key: pin, data: { synthetic, pin, householdId, headPin, relationToHead, address, since } };
    }
  }
}

function* landRecords({ parcels }: Population): Generator<RegistryRecord> {
  for (const { synthetic, parcelId, owners, address, dwellingAreaM2, use, digital } of parcels) {
    if (digital) yield { key: parcelId, data: { synthetic, parcelId, owners, address, dwellingAreaM2, use } };
  }
}

const records = { population: populationRecords, residence: residenceRecords, land: landRecords } as const;

/**
 * The records of one register, in the order of the population: everyone in `population` and `residence`; in `land` the parcels
 * that are digital. Every record carries `synthetic: true`.
 */
export const recordsFor = (population: Population, registry: RegistryName): Iterable<RegistryRecord> => records[registry](population);
