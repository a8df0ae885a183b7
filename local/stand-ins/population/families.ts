import { ageAt } from './calendar-date.ts';
import { pickFamilyName } from './names.ts';
import type { Person, RelationToHead, Sex } from './person.ts';
import { type PersonMaker, REFERENCE_DATE } from './person-maker.ts';
import type { SeededRandom } from './random.ts';

export type Member = { readonly person: Person; readonly relationToHead: RelationToHead };

type FamilyKind = 'couple' | 'three-generations' | 'elderly' | 'single' | 'single-parent';

const kinds: readonly (readonly [FamilyKind, number])[] = [
  ['couple', 55],
  ['three-generations', 15],
  ['elderly', 10],
  ['single', 12],
  ['single-parent', 8],
];

/** Years that lie at least between a parent's birth and a child's. */
const GENERATION_GAP = 20;
/** Nobody is younger: which prefix newborns of merged provinces get since July 2025 is not known to us, so none is made up. */
const YOUNGEST_AGE = 2;
const OLDEST_CHILD_AT_HOME = 24;
const OLDEST_AGE = 96;
/** Least ages to marry. */
const marriageAge = { MALE: 20, FEMALE: 18 } as const;

const other = (sex: Sex): Sex => (sex === 'MALE' ? 'FEMALE' : 'MALE');
const ageOf = (person: Person) => ageAt(person.birthDate, REFERENCE_DATE);
const familyNameOf = (person: Person) => person.name.slice(0, person.name.indexOf(' '));

/** Makes the members of one household, the head first; everyone's relation is to the head. */
export class FamilyMaker {
  readonly #random: SeededRandom;
  readonly #people: PersonMaker;

  constructor(random: SeededRandom, people: PersonMaker) {
    this.#random = random;
    this.#people = people;
  }

  next(): Member[] {
    const kind = this.#random.weighted(kinds);
    if (kind === 'single') return [this.#head(18, 60, this.#random.chance(0.5) ? 'MALE' : 'FEMALE')];
    if (kind === 'elderly') {
      const head = this.#head(60, 88, this.#random.chance(0.6) ? 'MALE' : 'FEMALE');
      return this.#random.chance(0.6) ? [head, this.#spouseOf(head)] : [head];
    }
    if (kind === 'single-parent') {
      const head = this.#head(28, 55, this.#random.chance(0.25) ? 'MALE' : 'FEMALE');
      return [head, ...this.#children([head], this.#random.integer(1, 2))];
    }
    const head = this.#head(25, 58, this.#random.chance(0.75) ? 'MALE' : 'FEMALE');
    const spouse = this.#spouseOf(head);
    const couple = [head, spouse, ...this.#children([head, spouse], this.#random.integer(0, 3))];
    return kind === 'couple' ? couple : [...couple, ...this.#parentsOf(head)];
  }

  #head(least: number, most: number, sex: Sex): Member {
    return { person: this.#people.ofAge(this.#random.integer(least, most), sex, pickFamilyName(this.#random)), relationToHead: 'HEAD' };
  }

  #spouseOf({ person: head }: Member): Member {
    const sex = other(head.sex);
    const age = Math.max(marriageAge[sex], ageOf(head) + this.#random.integer(-6, 6));
    return { person: this.#people.ofAge(age, sex, pickFamilyName(this.#random)), relationToHead: 'SPOUSE' };
  }

  #children(parents: readonly Member[], count: number): Member[] {
    const oldest = Math.min(OLDEST_CHILD_AT_HOME, ...parents.map(({ person }) => ageOf(person) - GENERATION_GAP - 1));
    if (oldest < YOUNGEST_AGE) return [];
    // Children take the father's family name; with one parent, that parent's.
    const named = parents.find(({ person }) => person.sex === 'MALE') ?? parents[0];
    if (!named) return [];
    return Array.from({ length: count }, () => {
      const sex = this.#random.chance(0.52) ? 'MALE' : 'FEMALE';
      const age = this.#random.integer(YOUNGEST_AGE, oldest);
      return { person: this.#people.ofAge(age, sex, familyNameOf(named.person)), relationToHead: 'CHILD' };
    });
  }

  #parentsOf({ person: head }: Member): Member[] {
    const age = () => Math.min(OLDEST_AGE, ageOf(head) + GENERATION_GAP + 1 + this.#random.integer(0, 12));
    const mother = this.#people.ofAge(age(), 'FEMALE', pickFamilyName(this.#random));
    const father = this.#people.ofAge(age(), 'MALE', familyNameOf(head));
    const alive = this.#random.weighted([
      [[mother, father], 50],
      [[mother], 35],
      [[father], 15],
    ] as const);
    return alive.map((person) => ({ person, relationToHead: 'PARENT' }));
  }
}
