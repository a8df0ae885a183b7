import * as z from 'zod';
import { Actor } from './history-event.ts';
import { accessKey } from './item-keys.ts';
import type { Ledger } from './ledger.ts';
import { DossierId, Instant } from './meta.ts';

/** Who other than the owner read personal data of a dossier (item `ACCESS#<ulid>`); the owner can see it. */
export const Access = z.object({
  dossierId: DossierId,
  /** A ULID: its time orders the records. */
  id: z.string(),
  at: Instant,
  by: Actor,
  /** What was read: `form`, `document:<code>`, `issued-form:<form>` (`CT04-5`), a line of the `tracking-book`, a `complaint`. */
  what: z.string(),
  /** The task that the reader needed it for. */
  taskId: z.string().optional(),
});
export type Access = z.infer<typeof Access>;

/** Writes the record. Call it before the data leave: when it throws, nothing may leave. */
export const recordAccess = (ledger: Pick<Ledger, 'putItem'>, access: Access): Promise<void> =>
  ledger.putItem(accessKey(access.dossierId, access.id), access);
