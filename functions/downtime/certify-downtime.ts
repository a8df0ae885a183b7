import { earlierUse, oncePointer } from '../ledger/idempotency.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { DossierBusy } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { type Downtime, downtimeKey, type Superseded } from './downtime.ts';
import type { DowntimeRegister } from './downtime-register.ts';

export type CertifyDowntimeDeps = {
  readonly ledger: Pick<Ledger, 'readItem'>;
  readonly register: Pick<DowntimeRegister, 'enter' | 'read'>;
  readonly ids: Pick<Ids, 'ulid'>;
  readonly clock: Clock;
};

/** The one that an entry corrects, by its id and its end. */
type Corrected = { readonly id: string; readonly to: string };

export type CertifyDowntimeInput = {
  readonly caller: Staff;
  /** Absent: the one that is named in `supersedes` is withdrawn. */
  readonly span?: { readonly from: string; readonly to: string } | undefined;
  readonly supersedes?: Corrected | undefined;
  readonly reason: string;
  readonly legalBasis: string;
  readonly key: string;
};

export type CertifyDowntimeOutcome =
  /** `downtime` is the entry; absent when one was only withdrawn. */
  | { readonly kind: 'certified'; readonly id: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'superseded-before' }
  | { readonly kind: 'not-over' }
  | { readonly kind: 'key-reused' };

/** The id in the sort key of a downtime, which the pointer of a request refers to. */
const idOf = (sortKey: string): string => sortKey.split('#')[2] ?? '';

/**
 * Enters a time in which the cell could not be used, certified by a leader; or corrects or withdraws such an entry, which stays in the
 * list. Only what is over is certified: nobody knows before how long it lasts.
 */
export const certifyDowntime = ({ ledger, register, ids, clock }: CertifyDowntimeDeps) => {
  return async ({ caller, span, supersedes, reason, legalBasis, key }: CertifyDowntimeInput): Promise<CertifyDowntimeOutcome> => {
    const at = clock.now();
    const request = {
      caller: caller.sub,
      operation: 'certifyDowntime',
      key,
      body: { span, supersedes, reason, legalBasis },
    };
    const enteredBefore = async (): Promise<CertifyDowntimeOutcome | undefined> => {
      const earlier = await earlierUse(ledger, request, at);
      if (!earlier) return undefined;
      return earlier.kind === 'same' ? { kind: 'certified', id: idOf(earlier.reference) } : { kind: 'key-reused' };
    };
    const before = await enteredBefore();
    if (before) return before;
    if (span && Date.parse(span.to) > at.getTime()) return { kind: 'not-over' };

    const corrected = supersedes && (await register.read(supersedes.id, supersedes.to));
    if (supersedes && !corrected) return { kind: 'not-found' };
    if (corrected?.superseded) return { kind: 'superseded-before' };

    const by = { kind: 'staff' as const, id: caller.sub };
    const certifiedAt = at.toISOString();
    const { office } = caller;
    const id = ids.ulid();
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
    });
    if (entered === 'entered') return { kind: 'certified', id: entry.id };
    if (entered === 'superseded') return { kind: 'superseded-before' };
    const meanwhile = await enteredBefore();
    if (!meanwhile) throw new DossierBusy(id);
    return meanwhile;
  };
};
