import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { birthPrefixesOf, provinceCodes } from '../../../../local/stand-ins/population/birth-prefixes.ts';
import { ageAt, daysBetween } from '../../../../local/stand-ins/population/calendar-date.ts';
import type { Household, Person, Population } from '../../../../local/stand-ins/population/person.ts';
import { REFERENCE_DATE } from '../../../../local/stand-ins/population/person-maker.ts';
import { readPersonalNumber, syntheticDigits } from '../../../../local/stand-ins/population/personal-number.ts';
import { generatePopulation } from '../../../../local/stand-ins/population/population.ts';

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const ageOf = ({ birthDate }: Person) => ageAt(birthDate, REFERENCE_DATE);

/** The population that the runtime seeds by default. */
const seeded = generatePopulation({ seed: 'mot-cua', provinceCode: '42', people: 10_000 });

/** Runs `check` on populations of several seeds, provinces and sizes, and on the one that the runtime seeds. */
const everyPopulation = (check: (population: Population) => void) => {
  check(seeded);
  const options = { seed: fc.string(), provinceCode: fc.constantFrom(...provinceCodes), people: fc.integer({ min: 1, max: 1500 }) };
  fc.assert(
    fc.property(fc.record(options), (given) => check(generatePopulation(given))),
    { numRuns: 25 },
  );
};

const peopleByPin = ({ people }: Population) => new Map(people.map((person) => [person.pin, person]));

const membersOf = (household: Household, byPin: ReadonlyMap<string, Person>, relation: string): Person[] =>
  household.members.flatMap(({ pin, relationToHead }) => (relationToHead === relation ? (byPin.get(pin) ?? []) : []));

/** What does not hold, as texts; one expect per population keeps ten thousand people fast. */
const faultsIn = <Item>(items: readonly Item[], holds: (item: Item) => boolean) => items.filter((item) => !holds(item));

describe('people', () => {
  it('are as many as asked for, with numbers of their own', () =>
    everyPopulation(({ people, households }) => {
      expect(new Set(people.map(({ pin }) => pin)).size).toBe(people.length);
      expect(households.reduce((sum, { members }) => sum + members.length, 0)).toBe(people.length);
    }));

  it('have numbers of twelve digits that fit place, sex and year of birth', () =>
    everyPopulation(({ people, provinceCode }) => {
      const isRight = ({ pin, sex, birthDate, provinceOfBirthRegistration: birthPrefix }: Person) =>
        hashOf(readPersonalNumber(pin)) === hashOf({ birthPrefix, sex, birthYear: Number(birthDate.slice(0, 4)) }) &&
        pin.slice(6).startsWith(syntheticDigits(provinceCode));
      expect(faultsIn(people, isRight)).toEqual([]);
    }));

  it('are mostly registered in the old provinces of their province', () => {
    const { people } = generatePopulation({ seed: 'merged', provinceCode: '25', people: 3000 });
    const prefixes = new Map<string, number>();
    for (const { provinceOfBirthRegistration: prefix } of people) prefixes.set(prefix, (prefixes.get(prefix) ?? 0) + 1);
    const home = birthPrefixesOf('25').map((prefix) => prefixes.get(prefix) ?? 0);
    expect(home.every((count) => count > 600)).toBe(true);
    expect(prefixes.size).toBeGreaterThan(40);
  });

  it('are born on days that exist, none of them after June 2025', () =>
    everyPopulation(({ people }) => {
      const isRight = ({ birthDate }: Person) =>
        new Date(`${birthDate}T00:00:00Z`).toISOString().startsWith(birthDate) && birthDate < '2025-07-01' && birthDate > '1925-01-01';
      expect(faultsIn(people, isRight)).toEqual([]);
    }));

  it('have Vietnamese names in NFC', () =>
    everyPopulation(({ people }) => {
      const isRight = ({ name }: Person) => name === name.normalize('NFC') && /^\p{Lu}\p{Ll}* \p{Lu}\p{Ll}* \p{Lu}\p{Ll}*$/u.test(name);
      expect(faultsIn(people, isRight)).toEqual([]);
    }));

  it('carry the mark of the synthetic and contacts that reach nobody, of their own', () =>
    everyPopulation(({ people }) => {
      const isRight = (person: Person) =>
        person.synthetic === true &&
        ageOf(person) < 18 === (person.phone === undefined) &&
        ageOf(person) < 18 === (person.email === undefined);
      expect(faultsIn(people, isRight)).toEqual([]);
      const phones = people.flatMap(({ phone }) => phone ?? []);
      const emails = people.flatMap(({ email }) => email ?? []);
      expect(faultsIn(phones, (phone) => /^000\d{7}$/.test(phone))).toEqual([]);
      expect(faultsIn(emails, (email) => email.endsWith('@example.invalid'))).toEqual([]);
      expect([new Set(phones).size, new Set(emails).size]).toEqual([phones.length, emails.length]);
    }));
});

describe('households', () => {
  it('have one head, who is an adult and the first member', () =>
    everyPopulation((population) => {
      const byPin = peopleByPin(population);
      const isRight = (household: Household) => {
        const heads = membersOf(household, byPin, 'HEAD');
        const [head] = heads;
        return heads.length === 1 && head?.pin === household.headPin && household.members[0]?.pin === head.pin && ageOf(head) >= 18;
      };
      expect(faultsIn(population.households, isRight)).toEqual([]);
    }));

  it('hold everyone once', () =>
    everyPopulation(({ households, people }) => {
      const members = households.flatMap((household) => household.members.map(({ pin }) => pin));
      expect(new Set(members)).toEqual(new Set(people.map(({ pin }) => pin)));
    }));

  it('join couples of marriageable age and of both sexes', () =>
    everyPopulation((population) => {
      const byPin = peopleByPin(population);
      const isRight = (household: Household) => {
        const [spouse, ...more] = membersOf(household, byPin, 'SPOUSE');
        const head = byPin.get(household.headPin);
        if (!spouse) return true;
        return more.length === 0 && head?.sex !== spouse.sex && ageOf(spouse) >= (spouse.sex === 'MALE' ? 20 : 18);
      };
      expect(faultsIn(population.households, isRight)).toEqual([]);
    }));

  it('put at least twenty years between parents and children', () =>
    everyPopulation((population) => {
      const byPin = peopleByPin(population);
      const yearsOlder = (elder: Person, younger: Person) => ageAt(elder.birthDate, younger.birthDate);
      const isRight = (household: Household) => {
        const parents = [...membersOf(household, byPin, 'HEAD'), ...membersOf(household, byPin, 'SPOUSE')];
        const children = membersOf(household, byPin, 'CHILD');
        const grandparents = membersOf(household, byPin, 'PARENT');
        const heads = membersOf(household, byPin, 'HEAD');
        return (
          parents.every((parent) => children.every((child) => yearsOlder(parent, child) >= 20)) &&
          grandparents.every((elder) => heads.every((head) => yearsOlder(elder, head) >= 20))
        );
      };
      expect(faultsIn(population.households, isRight)).toEqual([]);
    }));

  it('have been registered since a day on which the head was an adult', () =>
    everyPopulation((population) => {
      const byPin = peopleByPin(population);
      const isRight = ({ headPin, since }: Household) =>
        ageAt(byPin.get(headPin)?.birthDate ?? since, since) >= 17 && since < REFERENCE_DATE;
      expect(faultsIn(population.households, isRight)).toEqual([]);
    }));
});

describe('land', () => {
  it('has parcels with ids of their own that say commune, sheet and number', () =>
    everyPopulation(({ parcels, communes }) => {
      expect(new Set(parcels.map(({ parcelId }) => parcelId)).size).toBe(parcels.length);
      const codes = new Set(communes.map(({ code }) => code));
      const isRight = ({ parcelId, commune, mapSheet, parcelNumber, address }: Population['parcels'][number]) =>
        codes.has(commune) && address.commune === commune && parcelId === `${commune}/${mapSheet}/${parcelNumber}`;
      expect(faultsIn(parcels, isRight)).toEqual([]);
    }));

  it('belongs to people of the register', () =>
    everyPopulation((population) => {
      const byPin = peopleByPin(population);
      expect(faultsIn(population.parcels, ({ owners }) => owners.length > 0 && owners.every((pin) => byPin.has(pin)))).toEqual([]);
    }));

  it('lets houses of others to households that are registered elsewhere', () => {
    const { households, parcels, tenancies } = generatePopulation({ seed: 'rent', provinceCode: '42', people: 5000 });
    const parcelOf = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]));
    const rented = new Map(households.filter(({ dwelling }) => dwelling === 'rented').map((household) => [household.headPin, household]));
    expect(tenancies).toHaveLength(rented.size);
    for (const { tenantPin, landlordPin, parcelId } of tenancies) {
      const parcel = parcelOf.get(parcelId);
      expect(parcel?.owners).toEqual([landlordPin]);
      expect(landlordPin).not.toBe(tenantPin);
      expect(rented.get(tenantPin)?.parcelId).toBe(parcelId);
      expect(rented.get(tenantPin)?.registeredAt.commune).not.toBe(parcel?.commune);
    }
    const digital = tenancies.filter(({ parcelId }) => parcelOf.get(parcelId)?.digital).length;
    expect(digital).toBeGreaterThan(0);
    expect(digital / tenancies.length).toBeLessThan(0.3);
  });

  it('lies in communes that nobody can take for real ones', () =>
    everyPopulation(({ communes, provinceCode }) => {
      const isRight = ({ code, name }: Population['communes'][number]) =>
        new RegExp(`^T${provinceCode}\\d{2}$`).test(code) && name.includes('Thử Nghiệm') && name === name.normalize('NFC');
      expect(faultsIn(communes, isRight)).toEqual([]);
    }));
});

describe('the generator', () => {
  it('gives the same population for the same seed, on every machine', () => {
    expect(generatePopulation({ seed: 'mot-cua', provinceCode: '42', people: 10_000 })).toEqual(seeded);
    expect(hashOf(seeded)).toBe('db0828b7b7152e3ea12915733722cd9eade7cfca97b60d02d36563c10dcc0e53');
  });

  it('gives another population for another seed', () => {
    const options = { provinceCode: '42', people: 200 };
    expect(hashOf(generatePopulation({ ...options, seed: 'a' }).people)).not.toBe(
      hashOf(generatePopulation({ ...options, seed: 'b' }).people),
    );
  });

  it('shares no number between provinces', () => {
    const pins = provinceCodes.flatMap((provinceCode) =>
      generatePopulation({ seed: 'all', provinceCode, people: 1000 }).people.map(({ pin }) => pin),
    );
    expect(new Set(pins).size).toBe(34_000);
  });

  it('knows the provinces and prefixes of the catalogue', () => {
    const file = new URL('../../../../catalogue/provinces/provinces.json', import.meta.url);
    const catalogue: { code: string; personalNumberPrefixes: string[] }[] = JSON.parse(readFileSync(file, 'utf8'));
    expect(catalogue.map(({ code, personalNumberPrefixes }) => [code, personalNumberPrefixes])).toEqual(
      provinceCodes.map((code) => [code, birthPrefixesOf(code)]),
    );
  });

  it.each([0, -1, 1.5, 50_001])('refuses to make %s people', (people) => {
    expect(() => generatePopulation({ seed: 'x', provinceCode: '42', people })).toThrow(RangeError);
  });

  it('refuses a province that does not exist', () => {
    expect(() => generatePopulation({ seed: 'x', provinceCode: '99', people: 10 })).toThrow('there is no province 99');
  });
});

describe('calendar dates', () => {
  it('count leap days', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(ageAt('2004-02-29', '2022-02-28')).toBe(17);
    expect(ageAt('2004-02-29', '2022-03-01')).toBe(18);
  });
});
