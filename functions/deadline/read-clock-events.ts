import { type Downtimes, interruptionOf } from '../downtime/downtime.ts';
import type { HistoryEvent } from '../ledger/history-event.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { readHistory } from '../ledger/read-history.ts';
import { listSupplements } from '../ledger/supplement.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { ClockEvent } from './dossier-clock.ts';
import { Extension } from './extension.ts';

export type ClockEventsDeps = {
  readonly ledger: Pick<Ledger, 'list' | 'readItem'>;
  readonly downtimes: Pick<Downtimes, 'endedAfter'>;
};

/** Whether it matters for anything but the state when a fee was asked for and paid. */
export const feeMatters = ({ clock, clockStart, unpaidLapse }: Procedure): boolean =>
  clock.whileUnpaid.value === 'PAUSE' || clockStart === 'FEE_PAID' || unpaidLapse.value !== null;

/** Events that say that nothing is left to pay: the booking, or the refusal to let a dossier be withdrawn that was paid meanwhile. */
const settles: readonly HistoryEvent['type'][] = ['payment.booked', 'dossier.fee-settled'];

/** The times in which a fee was due, as the history tells them, and how long of them a request to withdraw waited that was refused. */
export const feesOf = (events: readonly HistoryEvent[]): readonly ClockEvent[] => {
  const fees: { kind: 'FEE'; from: Date; to?: Date; asideMs?: number }[] = [];
  let askedAt = 0;
  for (const { type, at, from, to } of events) {
    const last = fees.at(-1);
    if (type === 'dossier.payment-requested') fees.push({ kind: 'FEE', from: new Date(at) });
    else if (settles.includes(type) && from === 'payment-requested' && to && last) last.to = new Date(at);
    else if (type === 'dossier.withdrawal-requested') askedAt = Date.parse(at);
    else if (type === 'dossier.withdrawal-refused' && to === 'payment-requested' && last)
      last.asideMs = (last.asideMs ?? 0) + Date.parse(at) - askedAt;
  }
  return fees;
};

/**
 * Everything that has moved or stopped the clock of an accepted dossier so far. Read it after META. Nothing else moves it: what of this
 * the procedure's rules give no effect, deadlineOf leaves out.
 */
export const readClockEvents = async (
  { ledger, downtimes }: ClockEventsDeps,
  meta: Pick<Meta, 'dossierId' | 'n' | 'acceptedAt' | 'extension'>,
  procedure: Procedure,
): Promise<readonly ClockEvent[]> => {
  const { dossierId, acceptedAt, extension } = meta;
  if (!acceptedAt) return [];
  const supplements = (await listSupplements(ledger, dossierId)).filter(({ stage }) => stage === 'appraisal');
  const history = feeMatters(procedure) ? await readHistory(ledger, meta) : [];
  const signed = extension ? Extension.parse(await ledger.readItem(errandKey(dossierId, 'EXTENSION'))).signed : undefined;
  return [
    ...supplements.map(
      ({ askedAt, providedAt }): ClockEvent => ({
        kind: 'SUPPLEMENT',
        from: new Date(askedAt),
        to: providedAt ? new Date(providedAt) : undefined,
      }),
    ),
    ...feesOf(history),
    ...(signed ? [{ kind: 'EXTENSION' as const, from: new Date(signed.at), dueAt: new Date(signed.dueAt) }] : []),
    ...(await downtimes.endedAfter(new Date(acceptedAt))).map(interruptionOf),
  ];
};
