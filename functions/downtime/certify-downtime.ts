import { earlierUse, oncePointer } from '../ledger/idempotency.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { DossierBusy, MOST_ATTEMPTS } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { backoffMs, type Pause } from '../platform/retry.ts';
import { type CertifiedDowntime, type Downtime, downtimeKey, type Superseded } from './downtime.ts';
import type { DowntimeRegister } from './downtime-register.ts';
import { LONGEST_DOWNTIME_HOURS, operationsOffice } from './operations.ts';

export type CertifyDowntimeDeps = {
  readonly ledger: Pick<Ledger, 'readItem'>;
  readonly register: Omit<DowntimeRegister, 'list'>;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
  /** The cell whose downtimes these are. */
  readonly cell: string;
  readonly pause: Pause;
  readonly random: () => number;
};

/** The one that an entry corrects, by its id and its end. */
type Corrected = { readonly id: string; readonly to: string };
type Span = { readonly from: string; readonly to: string };

export type CertifyDowntimeInput = {
  readonly caller: Staff;
  /** Absent: the one that is named in `supersedes` is withdrawn. */
  readonly span?: Span | undefined;
  readonly supersedes?: Corrected | undefined;
  readonly reason: string;
  readonly legalBasis: string;
  readonly key: string;
};

export type CertifyDowntimeOutcome =
  /** `downtime` is the entry; absent when one was only withdrawn. */
  | { readonly kind: 'certified'; readonly id: string }
  /** The caller works for another office than the one that runs the cell. */
  | { readonly kind: 'elsewhere'; readonly office: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'superseded-before' }
  | { readonly kind: 'not-over' }
  | { readonly kind: 'too-long'; readonly hours: number }
  /** Another one that counts covers a part of this time. */
  | { readonly kind: 'overlapping'; readonly other: Downtime }
  | { readonly kind: 'key-reused' };

const HOUR_MS = 3_600_000;

/** The id in the sort key of a downtime, which the pointer of a request refers to. */
const idOf = (sortKey: string): string => sortKey.split('#')[2] ?? '';

/** Only what is over is certified: nobody knows before how long it lasts. */
const spanFault = ({ from, to }: Span, at: Date): CertifyDowntimeOutcome | undefined => {
  if (Date.parse(to) > at.getTime()) return { kind: 'not-over' };
  const isTooLong = Date.parse(to) - Date.parse(from) > LONGEST_DOWNTIME_HOURS * HOUR_MS;
  return isTooLong ? { kind: 'too-long', hours: LONGEST_DOWNTIME_HOURS } : undefined;
};

/**
 * Enters a time in which the cell could not be used, certified by a leader of the office that runs it; or corrects or withdraws such an
 * entry, which stays in the list. It stops the clock of every dossier of the cell, so that no other office may, and no two overlap.
 * @throws DossierBusy when others enter something five times in a row
 */
export const certifyDowntime = ({ ledger, register, ids, clock, cell, pause, random }: CertifyDowntimeDeps) => {
  const office = operationsOffice(cell);

  const overlapping = async ({ from, to }: Span, supersedes: Corrected | undefined): Promise<Downtime | undefined> => {
    const others = await register.endedAfter(new Date(from));
    return others.find((other) => other.id !== supersedes?.id && other.from < to && other.to > from);
  };

  /** Tries it once; undefined when something else was entered meanwhile. */
  const enter = async (
    { caller, span, supersedes, reason, legalBasis, key }: CertifyDowntimeInput,
    id: string,
  ): Promise<CertifyDowntimeOutcome | undefined> => {
    const at = clock.now();
    const request = { caller: caller.sub, operation: 'certifyDowntime', key, body: { span, supersedes, reason, legalBasis } };
    const earlier = await earlierUse(ledger, request, at);
    if (earlier) return earlier.kind === 'same' ? { kind: 'certified', id: idOf(earlier.reference) } : { kind: 'key-reused' };
    const fault = span && spanFault(span, at);
    if (fault) return fault;

    const entries = await register.entries();
    const corrected: CertifiedDowntime | undefined = supersedes && (await register.read(supersedes.id, supersedes.to));
    if (supersedes && !corrected) return { kind: 'not-found' };
    if (corrected?.superseded) return { kind: 'superseded-before' };
    const other = span && (await overlapping(span, supersedes));
    if (other) return { kind: 'overlapping', other };

    const by = { kind: 'staff' as const, id: caller.sub };
    const certifiedAt = at.toISOString();
    const downtime: Downtime | undefined = span && {
      ...{ id, ...span, reason, legalBasis, by, office, certifiedAt },
      ...(supersedes && { supersedes: supersedes.id }),
    };
    const superseded: Superseded | undefined = supersedes && {
      ...{ superseded: supersedes.id, reason, legalBasis, by, office, at: certifiedAt },
      ...(downtime && { correction: id }),
    };
    const entry = downtime ?? corrected;
    if (!entry) throw new Error('a downtime is entered, corrected or withdrawn');
    const entered = await register.enter({
      downtime,
      ...(corrected && superseded && { mark: { of: corrected, superseded } }),
      once: oncePointer(request, downtimeKey(entry).sk, at),
      at,
      entries,
    });
    if (entered === 'entered') return { kind: 'certified', id: entry.id };
    return entered === 'superseded' ? { kind: 'superseded-before' } : undefined;
  };

  return async (input: CertifyDowntimeInput): Promise<CertifyDowntimeOutcome> => {
    if (input.caller.office !== office) return { kind: 'elsewhere', office };
    const id = ids.ulid();
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const outcome = await enter(input, id);
      if (outcome) return outcome;
      await pause(backoffMs(attempt, random()));
    }
    throw new DossierBusy(id);
  };
};
