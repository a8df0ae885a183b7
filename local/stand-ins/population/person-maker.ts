import { allBirthPrefixes, birthPrefixesOf } from './birth-prefixes.ts';
import { addDays, daysBetween, yearsBefore } from './calendar-date.ts';
import { pickName } from './names.ts';
import type { Person, Sex } from './person.ts';
import { PersonalNumbers } from './personal-number.ts';
import type { SeededRandom } from './random.ts';

/** The day on which ages are reckoned; fixed, so that the same seed gives the same people in every year. */
export const REFERENCE_DATE = '2026-11-01';

const ADULT_AGE = 18;

/** Where the birth was registered: mostly at home, for some elsewhere in the country. */
const SHARE_BORN_ELSEWHERE = 0.12;

/** Makes people one by one, with numbers, names and contacts that fit. */
export class PersonMaker {
  readonly #random: SeededRandom;
  readonly #numbers: PersonalNumbers;
  readonly #provinceCode: string;
  #made = 0;

  constructor(random: SeededRandom, provinceCode: string) {
    this.#random = random;
    this.#numbers = new PersonalNumbers(provinceCode);
    this.#provinceCode = provinceCode;
  }

  /** Someone of `age` completed years at the reference date. */
  ofAge(age: number, sex: Sex, familyName: string): Person {
    const earliest = addDays(yearsBefore(REFERENCE_DATE, age + 1), 1);
    const latest = yearsBefore(REFERENCE_DATE, age);
    const birthDate = addDays(earliest, this.#random.integer(0, daysBetween(earliest, latest)));
    const isFromElsewhere = this.#random.chance(SHARE_BORN_ELSEWHERE);
    const provinceOfBirthRegistration = this.#random.pick(isFromElsewhere ? allBirthPrefixes : birthPrefixesOf(this.#provinceCode));
    this.#made += 1;
    const number = `${this.#provinceCode}${String(this.#made).padStart(5, '0')}`;
    return {
      synthetic: true,
      pin: this.#numbers.next(this.#random, provinceOfBirthRegistration, birthDate, sex),
      name: pickName(this.#random, familyName, sex),
      birthDate,
      sex,
      provinceOfBirthRegistration,
      status: 'ACTIVE',
      ...(age >= ADULT_AGE && { phone: `000${number}`, email: `person-${number}@example.invalid` }),
    };
  }
}
