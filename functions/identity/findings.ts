import * as z from 'zod';
import type { Filing } from '../ledger/filing.ts';
import type { RegistryAnswer } from '../platform/national-cell.ts';

/** A name for comparison: composed Unicode, lower case, single spaces. */
const comparable = (name: string): string => name.normalize('NFC').toLowerCase().trim().replaceAll(/\s+/g, ' ');

const PersonRecord = z.object({ name: z.string() });
const ResidenceRecord = z.object({ relationToHead: z.string() });
const ParcelRecord = z.object({ owners: z.array(z.string()) });

type Found = Extract<RegistryAnswer, { status: 'found' }>;
type Applicant = Filing['applicant'];

const populationFinding = ({ data }: Found, { name }: Applicant): string =>
  comparable(PersonRecord.parse(data).name) === comparable(name) ? 'match' : 'other-name';

const residenceFinding = ({ data }: Found): string => (ResidenceRecord.parse(data).relationToHead === 'HEAD' ? 'head' : 'member');

const landFinding = ({ data }: Found, { pin }: Applicant): string =>
  ParcelRecord.parse(data).owners.includes(pin) ? 'owned-by-applicant' : 'found';

/**
 * What a registry's answer means for the dossier, as a code without personal data. The record itself is not kept.
 * @throws for a registry whose meaning is not known here, or a record without the fields that the purpose covers
 */
export const findingOf = (answer: RegistryAnswer, applicant: Applicant): string => {
  if (answer.status === 'not-found') return 'not-found';
  switch (answer.registry) {
    case 'population':
      return populationFinding(answer, applicant);
    case 'residence':
      return residenceFinding(answer);
    case 'land':
      return landFinding(answer, applicant);
    default:
      throw new Error(`nobody knows what an answer of the registry ${answer.registry} means`);
  }
};
