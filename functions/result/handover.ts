import * as z from 'zod';
import { errandIn } from '../ledger/errand.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { ItemWrite, Ledger } from '../ledger/ledger.ts';
import { Instant, Meta } from '../ledger/meta.ts';
import { officeByCode } from '../procedure/offices.ts';

/** How an officer knew the person who received a result at the counter. */
export const receiverProofs = ['VNEID', 'CHIP', 'MRZ'] as const;
/** What the post proves the delivery of a parcel with. */
export const postProofs = ['RECEIVER_SIGNATURE', 'POST_CONFIRMATION'] as const;

/** A parcel number as every post gives it: two letters, nine digits, two letters of the country (UPU standard S10). */
export const ParcelNumber = z.string().regex(/^[A-Z]{2}\d{9}[A-Z]{2}$/, 'must be a parcel number of the form EE123456789VN');

/** The result of a dossier on its way to the person, where it does not go online alone (item `HANDOVER`). */
export const Handover = z.object({
  delivery: Meta.shape.delivery.unwrap(),
  concludedAt: Instant,
  /** When the e-document lay in its owner's store. */
  storedAt: Instant.optional(),
  parcel: ParcelNumber.optional(),
  dispatchedAt: Instant.optional(),
  handedOverAt: Instant.optional(),
  proof: z.enum([...receiverProofs, ...postProofs]).optional(),
});
export type Handover = z.infer<typeof Handover>;

/** The office that hands the result over: the one-stop office that took the dossier in, or else the one that decided. */
const handingOffice = ({ agency, office, receivedOffice }: Pick<Meta, 'agency' | 'office' | 'receivedOffice'>) => {
  const received = receivedOffice === undefined ? undefined : officeByCode(receivedOffice);
  return received && receivedOffice ? { agency: received.agency, office: receivedOffice } : { agency, office };
};

/** Whether an officer's office may hand the result over: the deciding one may as well, for it made the paper. */
export const mayHandOver = (meta: Pick<Meta, 'office' | 'receivedOffice'>, office: string): boolean =>
  office === meta.office || office === meta.receivedOffice;

/** Writes the item; it stands in the inbox of the office until the result is handed over. */
export const handoverWrite = (meta: Pick<Meta, 'dossierId' | 'agency' | 'office' | 'receivedOffice'>, handover: Handover): ItemWrite => {
  const { dossierId } = meta;
  const open = handover.handedOverAt === undefined;
  return {
    kind: 'put',
    key: errandKey(dossierId, 'HANDOVER'),
    item: { dossierId, ...handover, ...(open && errandIn(dossierId, handingOffice(meta), handover.concludedAt)) },
  };
};

/** The hand-over of a concluded dossier; undefined where the result goes online alone. Read it after META. */
export const readHandover = async (ledger: Pick<Ledger, 'readItem'>, dossierId: string): Promise<Handover | undefined> => {
  const item = await ledger.readItem(errandKey(dossierId, 'HANDOVER'));
  return item && Handover.parse(item);
};
