import type { Sex } from './person.ts';
import type { SeededRandom } from './random.ts';

/**
 * How the six free digits of a synthetic number begin: 9, then the province that the population was made for, so that the
 * populations of two provinces never share a number. Real numbers may begin so too: the digits make a synthetic number easy to
 * recognise in a test, the record's `synthetic: true` is what tells it apart.
 */
export const syntheticDigits = (provinceCode: string): string => `9${provinceCode}`;

/** How many numbers there are for one place, sex and year of birth. */
const NUMBERS_PER_YEAR = 1000;

/** What a number of 12 digits says about its holder. */
export type NumberFacts = { readonly birthPrefix: string; readonly sex: Sex; readonly birthYear: number };

/** Reads the parts of a number: three digits of the place, one of century and sex, two of the year, six free ones. */
export const readPersonalNumber = (pin: string): NumberFacts | undefined => {
  const [, birthPrefix, centuryAndSex, year] = /^(\d{3})(\d)(\d{2})\d{6}$/.exec(pin) ?? [];
  if (!birthPrefix || !centuryAndSex || !year) return undefined;
  const digit = Number(centuryAndSex);
  return { birthPrefix, sex: digit % 2 === 0 ? 'MALE' : 'FEMALE', birthYear: 1900 + Math.floor(digit / 2) * 100 + Number(year) };
};

/** The number's free digits are `free` (0 to 999) behind the synthetic mark. */
const compose = (provinceCode: string, birthPrefix: string, birthDate: string, sex: Sex, free: number): string => {
  const centuryAndSex = Math.floor((Number(birthDate.slice(0, 4)) - 1900) / 100) * 2 + (sex === 'FEMALE' ? 1 : 0);
  return `${birthPrefix}${centuryAndSex}${birthDate.slice(2, 4)}${syntheticDigits(provinceCode)}${String(free).padStart(3, '0')}`;
};

/** Gives out numbers that fit their holders and never twice the same. */
export class PersonalNumbers {
  readonly #provinceCode: string;
  readonly #given: Set<string>;

  /** @param given numbers that are taken already */
  constructor(provinceCode: string, given: Iterable<string> = []) {
    this.#provinceCode = provinceCode;
    this.#given = new Set(given);
  }

  /**
   * @param birthDate YYYY-MM-DD, from 1900 to 2399
   * @throws RangeError when all thousand numbers of that place, sex and year are given
   */
  next(random: SeededRandom, birthPrefix: string, birthDate: string, sex: Sex): string {
    const start = random.integer(0, NUMBERS_PER_YEAR - 1);
    for (let step = 0; step < NUMBERS_PER_YEAR; step += 1) {
      const pin = compose(this.#provinceCode, birthPrefix, birthDate, sex, (start + step) % NUMBERS_PER_YEAR);
      if (this.#given.has(pin)) continue;
      this.#given.add(pin);
      return pin;
    }
    throw new RangeError(`no number is left for ${birthPrefix}, ${birthDate.slice(0, 4)}, ${sex}`);
  }
}
