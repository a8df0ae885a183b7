import * as z from 'zod';
import type { Person } from '../ledger/filing.ts';
import type { RegistryAnswer } from '../platform/national-cell.ts';

/** A name for comparison: composed Unicode, lower case, single spaces. */
const comparable = (name: string): string => name.normalize('NFC').toLowerCase().trim().replaceAll(/\s+/g, ' ');

const PersonRecord = z.object({ name: z.string(), status: z.string() });
const ResidenceRecord = z.object({ relationToHead: z.string() });
const ParcelRecord = z.object({ ownedBySubject: z.boolean(), use: z.string() });

/** Land to live on, in the land register's codes of use: in the countryside and in town. */
const DWELLING_USES: readonly string[] = ['ONT', 'ODT'];

type Found = Extract<RegistryAnswer, { status: 'found' }>;

/** A number whose record is not active (its person died, is missing, or it was cancelled) confirms nobody, whatever the name. */
const populationFinding = ({ data }: Found, { name }: Pick<Person, 'name'>): string => {
  const person = PersonRecord.parse(data);
  if (person.status !== 'ACTIVE') return 'not-active';
  return comparable(person.name) === comparable(name) ? 'match' : 'other-name';
};

const residenceFinding = ({ data }: Found): string => (ResidenceRecord.parse(data).relationToHead === 'HEAD' ? 'head' : 'member');

/** Owning a field or a workshop proves no dwelling: the agencies are asked about it all the same. */
const landFinding = ({ data }: Found): string => {
  const { ownedBySubject, use } = ParcelRecord.parse(data);
  return ownedBySubject && DWELLING_USES.includes(use) ? 'owned-by-applicant' : 'found';
};

/**
 * What a registry's answer means for the dossier, as a code without personal data. The record itself is not kept.
 * @throws for a registry whose meaning is not known here, or a record without the fields that the purpose covers
 */
export const findingOf = (answer: RegistryAnswer, owner: Person): string => {
  if (answer.status === 'not-found') return 'not-found';
  switch (answer.registry) {
    case 'population':
      return populationFinding(answer, owner);
    case 'residence':
      return residenceFinding(answer);
    case 'land':
      return landFinding(answer);
    default:
      throw new Error(`nobody knows what an answer of the registry ${answer.registry} means`);
  }
};
