import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { operationsOffice } from '../../../../functions/downtime/operations.ts';
import type { Person, Population } from '../../../../local/stand-ins/population/person.ts';
import { readPersonalNumber } from '../../../../local/stand-ins/population/personal-number.ts';
import { choosePersonas, type Personas } from '../../../../local/stand-ins/population/personas.ts';
import { generatePopulation } from '../../../../local/stand-ins/population/population.ts';
import { recordsFor } from '../../../../local/stand-ins/population/registry-records.ts';

let population: Population;
let personas: Personas;
let people: Map<string, Person>;

beforeAll(() => {
  population = generatePopulation({ seed: 'mot-cua', provinceCode: '42', people: 10_000 });
  personas = choosePersonas(population);
  people = new Map(population.people.map((person) => [person.pin, person]));
});

const citizen = (id: string) => {
  const found = personas.citizens.find((persona) => persona.id === id);
  if (!found) throw new Error(`no persona ${id}`);
  return found;
};
const registerOf = (registry: 'population' | 'residence' | 'land') =>
  new Map([...recordsFor(population, registry)].map(({ key, data }) => [key, data]));

describe('personas', () => {
  it('are the same for the same population', () => {
    expect(choosePersonas(generatePopulation({ seed: 'mot-cua', provinceCode: '42', people: 10_000 }))).toEqual(personas);
  });

  it('are the ones that demo and tests name', () => {
    expect(personas.all.map(({ id }) => id)).toEqual([
      'citizen-renter',
      'citizen-owner',
      'citizen-level1',
      'citizen-renamed',
      'citizen-other',
      'citizen-unknown',
      'officer',
      'chief',
      'officer-elsewhere',
      'leader',
      'clerk',
      'importer',
      'complaints-officer',
      'commune-leader',
      'operations-leader',
    ]);
  });

  it('have numbers of their own that fit the format', () => {
    const pins = personas.citizens.map(({ claims }) => claims.pin);
    expect(new Set(pins).size).toBe(pins.length);
    expect(pins.every((pin) => readPersonalNumber(pin) !== undefined)).toBe(true);
  });

  it('file for houses that fit the form of the residence procedures', () => {
    for (const { dwelling, phone } of personas.citizens) {
      expect(dwelling.parcel).toMatch(/^[0-9A-Z-]{3,16}\/[0-9]{1,4}\/[0-9]{1,5}$/);
      expect(dwelling.commune).toBe(population.communes[0]?.code);
      expect(phone).toMatch(/^0[0-9]{9}$/);
    }
  });
});

describe('citizen-renter', () => {
  it('heads a household with family, has level 2 and is registered in another commune', () => {
    const { claims, dwelling } = citizen('citizen-renter');
    const record = registerOf('residence').get(claims.pin);
    expect(record).toMatchObject({ headPin: claims.pin, relationToHead: 'HEAD' });
    expect(record?.['address']).not.toMatchObject({ commune: dwelling.commune });
    expect(claims).toMatchObject({ acr: '2', name: people.get(claims.pin)?.name });
  });

  it('rents from somebody else a house that the land register does not know', () => {
    const { claims, dwelling } = citizen('citizen-renter');
    expect(dwelling.kind).toBe('RENTED');
    expect(registerOf('land').has(dwelling.parcel)).toBe(false);
    const tenancy = population.tenancies.find(({ tenantPin }) => tenantPin === claims.pin);
    expect(tenancy?.parcelId).toBe(dwelling.parcel);
    expect(tenancy?.landlordPin).not.toBe(claims.pin);
  });
});

describe('the other citizens', () => {
  it('citizen-owner owns the house, and the land register says so', () => {
    const { claims, dwelling } = citizen('citizen-owner');
    expect(dwelling.kind).toBe('OWNED');
    expect(registerOf('land').get(dwelling.parcel)?.['owners']).toContain(claims.pin);
    expect(registerOf('residence').get(claims.pin)).toMatchObject({ relationToHead: 'HEAD' });
  });

  it('citizen-level1 differs by the level alone', () => {
    const { claims } = citizen('citizen-level1');
    expect(claims).toEqual({ pin: claims.pin, name: people.get(claims.pin)?.name, acr: '1' });
  });

  it('citizen-renamed is in the register under another name', () => {
    const { claims } = citizen('citizen-renamed');
    expect(people.get(claims.pin)?.name).toBeDefined();
    expect(people.get(claims.pin)?.name).not.toBe(claims.name);
  });

  it('citizen-unknown has a number that no register knows', () => {
    const { claims } = citizen('citizen-unknown');
    expect(registerOf('population').has(claims.pin)).toBe(false);
    expect(registerOf('residence').has(claims.pin)).toBe(false);
  });
});

describe('staff', () => {
  const staff = (id: string) => personas.all.find((persona) => persona.id === id)?.claims;

  it('work in the offices that the caller names', () => {
    const named = choosePersonas(population, { own: 'G01.042.901', elsewhere: 'G01.042.902', leader: 'G01.042.900' });
    expect(named.all.flatMap(({ claims }) => ('office' in claims ? claims.office : []))).toEqual([
      'G01.042.901',
      'G01.042.901',
      'G01.042.902',
      'G01.042.900',
      ...Array.from({ length: 4 }, () => 'G01.042.901'),
      'ZOP.042.000',
    ]);
  });

  it('have the roles of their work, in the office of the first commune', () => {
    expect(staff('officer')).toMatchObject({ office: 'G01.042.001', roles: ['intake'] });
    expect(staff('chief')).toMatchObject({ office: 'G01.042.001', roles: ['approver'] });
    expect(staff('officer-elsewhere')).toMatchObject({ office: 'G01.042.002', roles: ['intake'] });
    expect(staff('leader')).toMatchObject({ office: 'G01.042', roles: ['leader'] });
    expect(staff('commune-leader')).toMatchObject({ office: 'G01.042.001', roles: ['leader'] });
    expect(staff('operations-leader')).toMatchObject({ office: operationsOffice('42'), roles: ['operations-leader'] });
    expect(staff('complaints-officer')).toMatchObject({ office: 'G01.042.001', roles: ['complaints'] });
  });
});

describe('small populations', () => {
  it.each(['01', '25', '42', '79', '96'])('hold the personas of province %s with 800 people', (provinceCode) => {
    expect(choosePersonas(generatePopulation({ seed: 'small', provinceCode, people: 800 })).all).toHaveLength(15);
  });

  it('are refused when they are too small', () => {
    const few = generatePopulation({ seed: 'few', provinceCode: '42', people: 20 });
    expect(() => choosePersonas(few)).toThrow('a population of 20 is too small for the personas');
  });
});

describe('registry records', () => {
  it('hold everyone in population and residence, and only digital parcels in land', () => {
    expect(registerOf('population').size).toBe(10_000);
    expect(registerOf('residence').size).toBe(10_000);
    expect(new Set(registerOf('land').keys())).toEqual(
      new Set(population.parcels.flatMap((parcel) => (parcel.digital ? parcel.parcelId : []))),
    );
  });

  it.each(['population', 'residence', 'land'] as const)('fit the schema of the register %s in the catalogue', (registry) => {
    const file = new URL(`../../../../catalogue/registries/${registry}.json`, import.meta.url);
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(file, 'utf8')).schema);
    const faults = [...registerOf(registry).values()].flatMap((data) => schema.safeParse(data).error?.issues ?? []);
    expect(faults).toEqual([]);
  });

  it('carry the mark of the synthetic and the fields of their register', () => {
    const fields = (['population', 'residence', 'land'] as const).map((registry) =>
      Object.keys([...registerOf(registry).values()][0] ?? {}),
    );
    expect(fields).toEqual([
      ['synthetic', 'pin', 'name', 'birthDate', 'sex', 'provinceOfBirthRegistration', 'status'],
      ['synthetic', 'pin', 'householdId', 'headPin', 'relationToHead', 'address', 'since'],
      ['synthetic', 'parcelId', 'owners', 'address', 'dwellingAreaM2', 'use'],
    ]);
  });
});
