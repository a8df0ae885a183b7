/*
 * A made-up population, so that demo and tests need no real person. How its records are told apart from real ones:
 *
 * - every person, household, parcel, tenancy and every record made of them carries `synthetic: true`, which no real record has;
 * - communes are called "Xã Thử Nghiệm 01" (test commune) and their codes hold a T, where real codes are five digits;
 * - e-mail addresses end in example.invalid, telephone numbers begin with 000: neither can reach anyone;
 * - the six free digits of a personal number are 9, the province code and three more. This is no proof: the format has no number
 *   that cannot be real, so a number alone says nothing about a person, and none of them may be looked up in a real register.
 */
import { addDays, daysBetween, yearsBefore } from './calendar-date.ts';
import { FamilyMaker, type Member } from './families.ts';
import { Land } from './land.ts';
import type { Commune, DwellingKind, Household, Parcel, Person, Population, Tenancy } from './person.ts';
import { PersonMaker, REFERENCE_DATE } from './person-maker.ts';
import { SeededRandom } from './random.ts';

export type PopulationOptions = {
  readonly seed: string;
  /** Two digits, for example 42. */
  readonly provinceCode: string;
  /** At most 50,000. */
  readonly people: number;
};

/** Telephone numbers and free digits of personal numbers would run out beyond. */
const MOST_PEOPLE = 50_000;

/** Every eighth household rents; every twenty-fifth has moved into its own house and not registered there yet. */
const RENTED_EVERY = 8;
const MOVED_EVERY = 25;
/** Share of settled households whose parcel is in the land register. */
const SHARE_DIGITAL = 0.85;
/** Among the rented houses of a commune, every fourth is in the land register. */
const RENTED_DIGITAL_EVERY = 4;
const LONGEST_STAY_DAYS = 9_000;

const communesOf = (provinceCode: string, people: number): Commune[] => {
  const count = Math.min(10, Math.max(2, Math.floor(people / 1000)));
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const isUrban = number % 4 === 0;
    const twoDigits = String(number).padStart(2, '0');
    const name = `${isUrban ? 'Phường' : 'Xã'} Thử Nghiệm ${twoDigits}`.normalize('NFC');
    return { synthetic: true, code: `T${provinceCode}${twoDigits}`, name, number, isUrban };
  });
};

const dwellingOf = (index: number): DwellingKind => {
  if (index % RENTED_EVERY === RENTED_EVERY - 1) return 'rented';
  return index % MOVED_EVERY === MOVED_EVERY - 1 ? 'own-unregistered' : 'own-registered';
};

const headOf = ([head]: readonly Member[]): Person => {
  if (!head) throw new RangeError('a household has a head');
  return head.person;
};

const ownersOf = (members: readonly Member[]) =>
  members.filter(({ relationToHead }) => relationToHead === 'HEAD' || relationToHead === 'SPOUSE').map(({ person }) => person.pin);

/**
 * Makes a population: households of people with valid numbers, where they are registered, where they live, who owns the land.
 * The same options give the same population everywhere; nothing in it is taken from a real person.
 */
export const generatePopulation = ({ seed, provinceCode, people: wanted }: PopulationOptions): Population => {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MOST_PEOPLE) throw new RangeError(`${wanted} people cannot be made`);
  const random = new SeededRandom(`${seed}/${provinceCode}/${wanted}`);
  const families = new FamilyMaker(random, new PersonMaker(random, provinceCode));
  const land = new Land(random);
  const communes = communesOf(provinceCode, wanted);
  const communeAt = (index: number): Commune => {
    const commune = communes[index % communes.length];
    if (!commune) throw new RangeError('a province has communes');
    return commune;
  };

  const groups: Member[][] = [];
  for (let made = 0; made < wanted; made += groups.at(-1)?.length ?? 0) groups.push(families.next().slice(0, wanted - made));
  const settledHeads = groups.filter((_, index) => dwellingOf(index) === 'own-registered').map((members) => headOf(members).pin);

  const parcels: Parcel[] = [];
  const tenancies: Tenancy[] = [];
  let moved = 0;

  const sinceFor = (head: Person) => {
    const adultOn = yearsBefore(head.birthDate, -18);
    return addDays(REFERENCE_DATE, -random.integer(1, Math.min(LONGEST_STAY_DAYS, Math.max(1, daysBetween(adultOn, REFERENCE_DATE)))));
  };

  const settle = (members: readonly Member[], index: number): Household => {
    const head = headOf(members);
    const dwelling = dwellingOf(index);
    const common = {
      synthetic: true as const,
      id: `H${provinceCode}${String(index + 1).padStart(6, '0')}`,
      headPin: head.pin,
      members: members.map(({ person, relationToHead }) => ({ pin: person.pin, relationToHead })),
      since: sinceFor(head),
      dwelling,
    };
    if (dwelling === 'own-registered') {
      const parcel = land.parcel(communeAt(index), ownersOf(members), random.chance(SHARE_DIGITAL));
      parcels.push(parcel);
      return { ...common, registeredAt: parcel.address, parcelId: parcel.parcelId };
    }
    // Who has moved is placed by turns, so that every commune has some, and is still registered in the next one.
    const turn = dwelling === 'rented' ? tenancies.length : moved;
    const landlordPin = dwelling === 'rented' ? random.pick(settledHeads) : undefined;
    const isDigital = dwelling !== 'rented' || Math.floor(turn / communes.length) % RENTED_DIGITAL_EVERY === RENTED_DIGITAL_EVERY - 1;
    const parcel = land.parcel(communeAt(turn), landlordPin ? [landlordPin] : ownersOf(members), isDigital);
    parcels.push(parcel);
    if (landlordPin) {
      const since = addDays(REFERENCE_DATE, -random.integer(30, 900));
      tenancies.push({ synthetic: true, parcelId: parcel.parcelId, tenantPin: head.pin, landlordPin, since });
    } else moved += 1;
    return { ...common, registeredAt: land.address(communeAt(turn + 1)), parcelId: parcel.parcelId };
  };

  const households = groups.map(settle);
  return { seed, provinceCode, communes, people: groups.flat().map(({ person }) => person), households, parcels, tenancies };
};
