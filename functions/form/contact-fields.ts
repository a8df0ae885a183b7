import * as z from 'zod';
import { type Filing, ownerOf } from '../ledger/filing.ts';
import type { FormFields } from './form-fields.ts';

const said = z.string().min(1).optional().catch(undefined);

/** Members of that name in the form of any procedure; where a procedure does not ask for one, the cell does not know it. */
const Contact = z.object({ address: said, phone: said, email: said, request: said });

/** How the applicant can be reached, and what is asked for in the applicant's own words. */
export const contactFields = (filing: Filing, procedure: string): FormFields => {
  const { applicant, form } = filing;
  const { name: owner, pin: personalNumber } = ownerOf(filing);
  const { request, ...contact } = Contact.parse(form);
  return { applicant: applicant.name, owner, personalNumber, ...contact, request: request ? `${procedure}: ${request}` : procedure };
};
