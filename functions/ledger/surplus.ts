import * as z from 'zod';
import { errandIn } from './errand.ts';
import { errandKey } from './item-keys.ts';
import type { ItemWrite } from './ledger.ts';
import { Instant, type Meta } from './meta.ts';

/**
 * Money that came when so much was not due, most often after a dossier was stopped (item `SURPLUS`): the newest attempt that brought
 * such, and when it was booked. The attempts themselves bear the mark.
 */
export const Surplus = z.object({ attempt: z.int().positive(), bookedAt: Instant });
export type Surplus = z.infer<typeof Surplus>;

/** Lays it before the office that decides, as an errand: whether money is given back is for a person to say. */
export const surplusWrite = (
  { dossierId, agency, office }: Pick<Meta, 'dossierId' | 'agency' | 'office'>,
  { attempt, bookedAt }: Surplus,
): ItemWrite => ({
  kind: 'put',
  key: errandKey(dossierId, 'SURPLUS'),
  item: { dossierId, attempt, bookedAt, ...errandIn(dossierId, { agency, office }, bookedAt) },
});
