import * as z from 'zod';
import { authorisations, type Filing } from '../ledger/filing.ts';
import type { Fault } from '../platform/faults.ts';

/** A person as an officer types it in: the number has no check digit, so its twelve digits are all that can be held against it. */
const PersonInput = z.strictObject({
  pin: z.string().regex(/^\d{12}$/, 'must be 12 digits'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .refine((name) => !/\p{C}/u.test(name), 'must hold no control characters'),
});

/** Who files, and whose dossier it is where that is somebody else. */
export const People = {
  applicant: PersonInput.describe('Who brings the dossier in'),
  owner: PersonInput.extend({ authorisation: z.enum(authorisations) })
    .optional()
    .describe('Whose dossier it is, where somebody else brings it in; the authorisation must then be uploaded'),
};

type Named = Pick<Filing, 'applicant' | 'owner'>;

/** The people with their names in composed Unicode. */
export const peopleOf = ({ applicant, owner }: Named): Named => {
  const composed = <Person extends { readonly name: string }>(person: Person): Person => ({
    ...person,
    name: person.name.normalize('NFC'),
  });
  return { applicant: composed(applicant), ...(owner && { owner: composed(owner) }) };
};

/** An owner who is the applicant needs no authorisation: the request says two things. */
export const peopleFaults = ({ applicant, owner }: Named): readonly Fault[] =>
  owner?.pin === applicant.pin ? [{ pointer: '/body/owner/pin', detail: 'is that of the applicant' }] : [];
