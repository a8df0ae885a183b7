import type { Address, Commune, Parcel } from './person.ts';
import type { SeededRandom } from './random.ts';

const PARCELS_PER_SHEET = 200;
const HAMLETS = 12;

/** Lays out the parcels and addresses of the communes; every house number of a commune is given once. */
export class Land {
  readonly #random: SeededRandom;
  readonly #used = new Map<string, number>();

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** An address of which no parcel is known. */
  address(commune: Commune): Address {
    return this.#addressOf(commune, this.#take(commune));
  }

  parcel(commune: Commune, owners: readonly string[], digital: boolean): Parcel {
    const place = this.#take(commune);
    const mapSheet = 1 + Math.floor(place / PARCELS_PER_SHEET);
    const parcelNumber = 1 + (place % PARCELS_PER_SHEET);
    return {
      synthetic: true,
      parcelId: `${commune.code}/${mapSheet}/${parcelNumber}`,
      commune: commune.code,
      mapSheet,
      parcelNumber,
      owners,
      address: this.#addressOf(commune, place),
      dwellingAreaM2: this.#random.integer(36, 180),
      use: commune.isUrban ? 'ODT' : 'ONT',
      digital,
    };
  }

  #take({ code }: Commune): number {
    const place = this.#used.get(code) ?? 0;
    this.#used.set(code, place + 1);
    return place;
  }

  #addressOf({ code, name, isUrban }: Commune, place: number): Address {
    const quarter = 1 + (place % HAMLETS);
    return { commune: code, communeName: name, line: `Số ${place + 1}, ${isUrban ? 'tổ dân phố' : 'thôn'} Mẫu ${quarter}` };
  }
}
