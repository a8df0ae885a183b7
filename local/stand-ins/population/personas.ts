import type { About, CitizenClaims, Persona } from '../identity-provider/persona.ts';
import { pickName } from './names.ts';
import type { Household, Parcel, Person, Population } from './person.ts';
import { PersonalNumbers } from './personal-number.ts';
import { SeededRandom } from './random.ts';

/** The house that a persona files for, as the residence forms ask for it. */
type PersonaDwelling = {
  readonly kind: 'OWNED' | 'RENTED';
  readonly commune: string;
  readonly line: string;
  readonly parcel: string;
  readonly areaM2: number;
};

type CitizenPersona = Extract<Persona, { audience: 'citizen' }> & {
  readonly phone: string;
  readonly email: string;
  readonly dwelling: PersonaDwelling;
};

export type Personas = {
  readonly citizens: readonly CitizenPersona[];
  /** Citizens and staff, as the identity provider takes them. Systems sign in with secrets of their own. */
  readonly all: readonly Persona[];
};

/** Offices that the staff personas work for. */
export type PersonaOffices = {
  readonly own: string;
  readonly elsewhere: string;
  readonly leader: string;
  /** The office that runs the cell. */
  readonly operations: string;
};

type Candidate = { readonly household: Household; readonly head: Person; readonly parcel: Parcel };

/**
 * The synthetic unit code of the police of the n-th commune (`G01`, the province with three digits, the commune). Which codes
 * the real units have is not known to us.
 */
const policeOfficeOf = (provinceCode: string, communeNumber: number): string =>
  `G01.${provinceCode.padStart(3, '0')}.${String(communeNumber).padStart(3, '0')}`;

const defaultOffices = (provinceCode: string): PersonaOffices => ({
  own: policeOfficeOf(provinceCode, 1),
  elsewhere: policeOfficeOf(provinceCode, 2),
  leader: `G01.${provinceCode.padStart(3, '0')}`,
  operations: `ZOP.${provinceCode.padStart(3, '0')}.000`,
});

const candidatesOf = ({ households, people, parcels }: Population): Candidate[] => {
  const peopleByPin = new Map(people.map((person) => [person.pin, person]));
  const parcelsById = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]));
  return households.flatMap((household) => {
    const head = peopleByPin.get(household.headPin);
    const parcel = parcelsById.get(household.parcelId);
    return head && parcel ? [{ household, head, parcel }] : [];
  });
};

const citizen = (
  id: string,
  about: About,
  { household, head, parcel }: Candidate,
  claims: Partial<CitizenClaims> = {},
): CitizenPersona => ({
  id,
  audience: 'citizen',
  about,
  claims: { pin: head.pin, name: head.name, acr: '2', ...claims },
  phone: head.phone ?? '',
  email: head.email ?? '',
  dwelling: {
    kind: household.dwelling === 'rented' ? 'RENTED' : 'OWNED',
    commune: parcel.commune,
    line: parcel.address.line,
    parcel: parcel.parcelId,
    areaM2: parcel.dwellingAreaM2,
  },
});

/**
 * Draws the named people of demo and tests from the population; the same population gives the same ones. All citizens are heads
 * of households and file for a house in the first commune, which the staff personas' own office is responsible for.
 * @throws when the population is too small to hold them (800 people are enough)
 */
export const choosePersonas = (population: Population, given: Partial<PersonaOffices> = {}): Personas => {
  const offices = { ...defaultOffices(population.provinceCode), ...given };
  const random = new SeededRandom(`${population.seed}/personas`);
  const candidates = candidatesOf(population);
  const first = population.communes[0]?.code;
  const draw = (fits: (candidate: Candidate) => boolean): Candidate => {
    const at = candidates.findIndex(fits);
    const [drawn] = at < 0 ? [] : candidates.splice(at, 1);
    if (!drawn) throw new Error(`a population of ${population.people.length} is too small for the personas`);
    return drawn;
  };
  const rents = ({ household, parcel }: Candidate) => household.dwelling === 'rented' && parcel.commune === first && !parcel.digital;
  const drawRenter = () => draw(rents);
  const drawStaffName = () =>
    draw(({ household }) => household.dwelling === 'own-registered' && household.registeredAt.commune !== first).head.name;

  const renter = draw((candidate) => rents(candidate) && candidate.household.members.length >= 3);
  const owner = draw(({ household, parcel }) => household.dwelling === 'own-unregistered' && parcel.commune === first);
  const level1 = drawRenter();
  const renamed = drawRenter();
  const other = drawRenter();
  const unknown = drawRenter();
  const { provinceOfBirthRegistration, birthDate, sex } = unknown.head;
  const numbers = new PersonalNumbers(
    population.provinceCode,
    population.people.map(({ pin }) => pin),
  );
  const otherName = (person: Person): string => {
    const name = pickName(random, person.name.slice(0, person.name.indexOf(' ')), person.sex);
    return name === person.name ? otherName(person) : name;
  };

  const citizens = [
    citizen(
      'citizen-renter',
      {
        vi: 'chủ hộ, định danh mức 2, thuê nhà trên thửa đất chưa có trong cơ sở dữ liệu đất đai',
        en: 'head of household, e-ID level 2, rents a house whose parcel is not in the land register',
      },
      renter,
    ),
    citizen(
      'citizen-owner',
      {
        vi: 'chủ hộ, định danh mức 2, có nhà trong cơ sở dữ liệu đất đai',
        en: 'head of household, e-ID level 2, owns a house in the land register',
      },
      owner,
    ),
    citizen('citizen-level1', { vi: 'chỉ có định danh mức 1', en: 'e-ID level 1 only' }, level1, { acr: '1' }),
    citizen(
      'citizen-renamed',
      { vi: 'có tên khác trong cơ sở dữ liệu dân cư', en: 'in the population register under another name' },
      renamed,
      { name: otherName(renamed.head) },
    ),
    citizen('citizen-other', { vi: 'công dân khác', en: 'another citizen, to whom the dossiers of the others are closed' }, other),
    citizen(
      'citizen-unknown',
      { vi: 'có số định danh không có trong cơ sở dữ liệu dân cư', en: 'has a number that the population register does not know' },
      unknown,
      {
        pin: numbers.next(random, provinceOfBirthRegistration, birthDate, sex),
        name: pickName(random, 'Nguyễn', sex),
      },
    ),
  ];
  const staff = (id: string, about: About, office: string, roles: readonly string[]): Persona => ({
    id,
    audience: 'staff',
    about,
    claims: { office, roles, name: drawStaffName() },
  });
  const all: Persona[] = [
    ...citizens,
    staff(
      'officer',
      { vi: `cán bộ một cửa, công an xã ${offices.own}`, en: `one-stop officer of the commune police ${offices.own}` },
      offices.own,
      ['intake'],
    ),
    staff('chief', { vi: `trưởng công an xã ${offices.own}`, en: `chief of the commune police ${offices.own}` }, offices.own, ['approver']),
    staff(
      'officer-elsewhere',
      { vi: `cán bộ một cửa nơi khác, ${offices.elsewhere}`, en: `one-stop officer of another office, ${offices.elsewhere}` },
      offices.elsewhere,
      ['intake'],
    ),
    staff(
      'leader',
      { vi: `lãnh đạo công an tỉnh ${offices.leader}`, en: `leader of the provincial police ${offices.leader}` },
      offices.leader,
      ['leader'],
    ),
    // Last, so that the names drawn for the others stay theirs.
    staff(
      'clerk',
      { vi: `văn thư công an xã ${offices.own}`, en: `clerk of the commune police ${offices.own}, who numbers results` },
      offices.own,
      ['clerk'],
    ),
    staff(
      'importer',
      { vi: `người chuyển hồ sơ từ hệ thống khác, ${offices.own}`, en: `takes dossiers over from other systems, ${offices.own}` },
      offices.own,
      ['importer'],
    ),
    staff(
      'complaints-officer',
      { vi: `cán bộ tiếp nhận phản ánh, kiến nghị, ${offices.own}`, en: `handles complaints, ${offices.own}` },
      offices.own,
      ['complaints'],
    ),
    staff('commune-leader', { vi: `lãnh đạo công an xã ${offices.own}`, en: `leader of the commune police ${offices.own}` }, offices.own, [
      'leader',
    ]),
    staff(
      'operations-leader',
      {
        vi: `lãnh đạo trung tâm vận hành hệ thống ${offices.operations}`,
        en: `leader of the cell's operations centre ${offices.operations}, who certifies downtimes`,
      },
      offices.operations,
      ['operations-leader'],
    ),
  ];
  return { citizens, all };
};
