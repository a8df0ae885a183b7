import * as z from 'zod';
import type { Interruption } from '../calendar/interruptions.ts';
import type { Pause } from '../calendar/paused-until.ts';
import { Actor } from '../ledger/history-event.ts';
import type { ItemKey } from '../ledger/item-keys.ts';
import { Instant } from '../ledger/meta.ts';

/** A ULID: its time is that of the certification. */
export const DowntimeId = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID');

/**
 * A time in which the cell could not be used, as a leader of its operations certified it (item `DOWNTIME#<to>#<id>`). It stops the clock
 * of every dossier of the cell that it falls into. Those that count do not overlap. Never changed: a correction is another item beside
 * it, with a mark at the one it supersedes.
 */
export const Downtime = z.object({
  id: DowntimeId,
  from: Instant,
  to: Instant,
  reason: z.string(),
  legalBasis: z.string(),
  by: Actor,
  /** The office of the leader: the one that runs the cell (operations.ts). */
  office: z.string(),
  certifiedAt: Instant,
  /** The downtime that this one corrects. */
  supersedes: DowntimeId.optional(),
});
export type Downtime = z.infer<typeof Downtime>;

/** That a downtime no longer counts (item `DOWNTIME#<to>#<id>#SUPERSEDED`), and by which correction; without `correction` it is withdrawn. */
export const Superseded = z.object({
  superseded: DowntimeId,
  correction: DowntimeId.optional(),
  reason: z.string(),
  legalBasis: z.string(),
  by: Actor,
  office: z.string(),
  at: Instant,
});
export type Superseded = z.infer<typeof Superseded>;

/** The cell's downtimes lie in one partition, by their end: what ended before a moment is not read. */
export const DOWNTIMES = 'DOWNTIMES';

export const downtimeKey = ({ to, id }: Pick<Downtime, 'to' | 'id'>): ItemKey => ({ pk: DOWNTIMES, sk: `DOWNTIME#${to}#${id}` });

/** Sorts directly after the downtime that it marks, so that whatever range holds the one holds the other. */
export const supersededKey = (downtime: Pick<Downtime, 'to' | 'id'>): ItemKey => ({
  pk: DOWNTIMES,
  sk: `${downtimeKey(downtime).sk}#SUPERSEDED`,
});

/** Counts the entries: who enters one compares it, so that no two overlap that are entered at once. It sorts before every downtime. */
export const registerKey: ItemKey = { pk: DOWNTIMES, sk: 'COUNT' };
export const RegisterCount = z.object({ entries: z.int().positive() });

/** A downtime as a list shows it: with what became of it. */
export type CertifiedDowntime = Downtime & { readonly superseded?: Superseded };

/** The cell's certified downtimes (downtimes.dynamodb.ts). */
export type Downtimes = {
  /** Those that count and ended after `moment`, by their end. Consistent. */
  endedAfter(moment: Date): Promise<readonly Downtime[]>;
};

/** The time that a downtime takes off. */
export const pauseOf = ({ from, to }: Pick<Downtime, 'from' | 'to'>): Pause => ({ from: new Date(from), to: new Date(to) });

/** What the clock makes of a downtime. */
export const interruptionOf = ({ from, to }: Pick<Downtime, 'from' | 'to'>): Interruption => ({
  kind: 'CERTIFIED_DOWNTIME',
  ...pauseOf({ from, to }),
});
