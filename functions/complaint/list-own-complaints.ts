import type { Ledger } from '../ledger/ledger.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import type { Complaint } from './complaint.ts';
import { openLines, type SaidLine } from './complaint-words.ts';
import type { Complaints } from './complaints.ts';

export type ListOwnComplaintsDeps = {
  readonly ledger: Pick<Ledger, 'readMeta'>;
  readonly complaints: Pick<Complaints, 'ofDossier' | 'lines'>;
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly personalData: Pick<PersonalData, 'open'>;
};

export type ListOwnComplaintsOutcome =
  | { readonly kind: 'found'; readonly complaints: readonly { readonly complaint: Complaint; readonly lines: readonly SaidLine[] }[] }
  | { readonly kind: 'not-found' };

/** What the owner of a dossier complained of, oldest first, with what was answered. */
export const listOwnComplaints =
  ({ ledger, complaints, ownerIndex, personalData }: ListOwnComplaintsDeps) =>
  async (pin: string, dossierId: string): Promise<ListOwnComplaintsOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !(await ownerIndex.all(pin)).includes(meta.ownerKey)) return { kind: 'not-found' };
    const own = await complaints.ofDossier(dossierId);
    return {
      kind: 'found',
      complaints: await Promise.all(
        own.map(async (complaint) => ({
          complaint,
          lines: await openLines(personalData, dossierId, await complaints.lines(complaint.complaintId)),
        })),
      ),
    };
  };
