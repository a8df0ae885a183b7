/** As the population register codes it. */
export type Sex = 'MALE' | 'FEMALE';

/** Relation to the head of the household, as the residence forms of this project code it. */
export type RelationToHead = 'HEAD' | 'SPOUSE' | 'CHILD' | 'PARENT' | 'OTHER';

/** Carried by everything that the generator makes; a real record has no such field. */
type Synthetic = { readonly synthetic: true };

export type Address = { readonly commune: string; readonly communeName: string; readonly line: string };

/** A person as the population register knows one. Dates are YYYY-MM-DD. */
export type Person = Synthetic & {
  readonly pin: string;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: Sex;
  /** Three-digit code of the (old) province that registered the birth. */
  readonly provinceOfBirthRegistration: string;
  readonly status: 'ACTIVE';
  /** Adults only: ten digits that begin with 000, as no subscriber's number does (00 dials abroad). */
  readonly phone?: string;
  /** Adults only: at example.invalid, a name that never resolves. */
  readonly email?: string;
};

/**
 * Where the household really lives: in its own house and registered there; in its own house but still registered elsewhere;
 * or in a rented house, registered elsewhere.
 */
export type DwellingKind = 'own-registered' | 'own-unregistered' | 'rented';

export type Household = Synthetic & {
  readonly id: string;
  readonly headPin: string;
  readonly members: readonly { readonly pin: string; readonly relationToHead: RelationToHead }[];
  /** What the residence register says, and since when. */
  readonly registeredAt: Address;
  readonly since: string;
  readonly dwelling: DwellingKind;
  /** The parcel of the house that the household lives in. */
  readonly parcelId: string;
};

/** A piece of land with a house. Only a digital one is in the land register. */
export type Parcel = Synthetic & {
  /** `<commune>/<mapSheet>/<parcelNumber>` */
  readonly parcelId: string;
  readonly commune: string;
  readonly mapSheet: number;
  readonly parcelNumber: number;
  /** Personal numbers of the owners. */
  readonly owners: readonly string[];
  readonly address: Address;
  readonly dwellingAreaM2: number;
  /** Kind of residential land: ONT in a rural commune, ODT in an urban ward. */
  readonly use: 'ONT' | 'ODT';
  readonly digital: boolean;
};

/** Who rents which house from whom. */
export type Tenancy = Synthetic & {
  readonly parcelId: string;
  readonly tenantPin: string;
  readonly landlordPin: string;
  readonly since: string;
};

/** A made-up commune. Real codes have five digits; these hold a T. */
export type Commune = Synthetic & {
  /** T (for test), the province code and a number, for example T4201, as the catalogue of agencies has them. */
  readonly code: string;
  readonly name: string;
  readonly number: number;
  readonly isUrban: boolean;
};

export type Population = {
  readonly seed: string;
  readonly provinceCode: string;
  readonly communes: readonly Commune[];
  readonly people: readonly Person[];
  readonly households: readonly Household[];
  readonly parcels: readonly Parcel[];
  readonly tenancies: readonly Tenancy[];
};
