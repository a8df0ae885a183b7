import { type Filing, ownerOf } from '../ledger/filing.ts';
import type { Meta } from '../ledger/meta.ts';
import type { LookupRequest } from '../platform/national-cell.ts';
import { readPointer } from '../procedure/facts.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** The purpose under which registries may be read, by the set of forms that a procedure belongs to. */
const purposes: Readonly<Partial<Record<Procedure['formSet'], string>>> = { RESIDENCE: 'RESIDENCE_REGISTRATION' };

/** The key that a registry is asked by: the owner's number, or the parcel of the form. */
const keyOf = (registry: string, { subject }: Procedure, filing: Filing): string => {
  if (registry !== 'land') return ownerOf(filing).pin;
  const parcel = subject.parcel && readPointer(filing.form, subject.parcel);
  if (typeof parcel !== 'string') throw new Error('the form names no parcel to ask the land register about');
  return parcel;
};

/** One request for all registries of a procedure, so that a dossier asks the national cell once. */
export const lookupRequest = ({ dossierId, code }: Meta, procedure: Procedure, filing: Filing): LookupRequest => {
  const purpose = purposes[procedure.formSet];
  const [legalBasis] = procedure.legalBasis;
  if (!code || !purpose || !legalBasis) throw new Error(`dossier ${dossierId} has no code, purpose or legal basis to look up with`);
  return {
    purpose,
    legalBasis,
    dossierId,
    dossierCode: code,
    subject: { pin: ownerOf(filing).pin },
    requests: procedure.lookups.map((registry) => ({ registry, key: keyOf(registry, procedure, filing) })),
  };
};
