import type { Ledger, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import type { NationalCell } from '../platform/national-cell.ts';
import type { Deliveries, Delivery } from './deliveries.ts';
import { handoverWrite, readHandover } from './handover.ts';
import { openResult } from './result.ts';
import { payloadOf } from './signed-result.ts';

export type DeliverResultDeps = StepDeps & {
  readonly ledger: Ledger;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly national: Pick<NationalCell, 'storeEDocument'>;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
};

export type DeliverResultOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'delivered-before' }
  | { readonly kind: 'waiting'; readonly reason: string; readonly delayS: number };

/** Seconds until the next attempt: 30, 60, 120 … at most 900, which is the longest a queue delays. */
export const reminderDelayS = (attempt: number): number => Math.min(30 * 2 ** Math.min(attempt, 10), 900);

/** Whether the result of a dossier lies in its owner's store: it says so itself where it is handed over on paper as well. */
const isStored = async (ledger: Pick<Ledger, 'readItem'>, { dossierId, state, delivery }: Meta): Promise<boolean> =>
  delivery ? (await readHandover(ledger, dossierId))?.storedAt !== undefined : state === 'returned';

/** The step that says that the result lies there: it returns a dossier whose result goes online alone (9 to 10). */
const storedStep = async (ledger: Pick<Ledger, 'readItem'>, meta: Meta, at: Date): Promise<Pick<Step, 'events' | 'change' | 'writes'>> => {
  const way = 'E_DOCUMENT';
  const storedAt = at.toISOString();
  if (!meta.delivery)
    return {
      events: [{ event: { type: 'dossier.returned', data: { way } }, edge: { transition: 'return', to: 'returned' } }],
      change: { returnedAt: storedAt },
    };
  const handover = await readHandover(ledger, meta.dossierId);
  if (!handover) throw new Error(`dossier ${meta.dossierId} was concluded without a hand-over`);
  return {
    events: [{ event: { type: 'dossier.result-stored', data: { way } } }],
    change: {},
    writes: [handoverWrite(meta, { ...handover, storedAt })],
  };
};

/**
 * Puts a concluded dossier's result into its owner's store at the national cell, and returns the dossier (9 to 10) unless its result
 * is handed over on paper as well: then it waits for that, or has been returned by it before. While the national cell does not
 * answer, the delivery reminds itself; it goes on as soon as it can.
 * @throws when the dossier is in another state, or the national cell refuses for good: then a person must look
 */
export const deliverResult = (deps: DeliverResultDeps) => {
  const { ledger, national, deliveries, clock } = deps;

  return async (delivery: Delivery): Promise<DeliverResultOutcome> => {
    const { subject: dossierId, attempt, correlationid } = delivery;
    const before = await ledger.readMeta(dossierId);
    if (before?.state !== 'processed' && before?.state !== 'returned')
      throw new Error(`dossier ${dossierId} has nothing to deliver: ${before?.state ?? 'not found'}`);
    if (await isStored(ledger, before)) return { kind: 'delivered-before' };
    const jws = await openResult(deps, dossierId);
    if (!jws) throw new Error(`dossier ${dossierId} is concluded without a result`);

    const { code, owner, cell, dossierCode, procedure, outcome, number, issuedAt } = payloadOf(jws);
    const document = { code, owner: { pin: owner.pin }, cell, dossierId, dossierCode, procedure, outcome, number, issuedAt, jws };
    const stored = await national.storeEDocument(document);
    if (stored.kind === 'refused') throw new Error(`the national cell refused the e-document of ${dossierId}: ${stored.problem}`);
    if (stored.kind === 'unavailable') {
      const delayS = reminderDelayS(attempt);
      await deliveries.remind({ ...delivery, attempt: attempt + 1 }, delayS);
      return { kind: 'waiting', reason: stored.reason, delayS };
    }

    const taken = await takeStep(deps)<DeliverResultOutcome>(dossierId, async (meta) => {
      if (await isStored(ledger, meta)) return { outcome: { kind: 'delivered-before' } };
      const at = clock.now();
      const step = await storedStep(ledger, meta, at);
      return { step: { at, by: { kind: 'system', id: 'delivery' }, cause: correlationid, ...step } };
    });
    if (taken.kind === 'not-found' || taken.kind === 'refused')
      throw new Error(`dossier ${dossierId} could not be returned: ${taken.kind}`);
    return taken.kind === 'taken' ? { kind: 'delivered' } : taken;
  };
};
