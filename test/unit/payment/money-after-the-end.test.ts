import { beforeEach, describe, expect, it } from 'vitest';
import { type DeadlineBench, deadlineBench, minuteAfter, ruledBy } from '../deadline/deadline-bench.ts';
import { kindOf } from '../filing/filing-bench.ts';

const OFFICE = 'G01.042.001';
/** Three working days after Monday the 23rd at 09:00; the 24th is off. */
const over = '2026-11-27T02:00:00.000Z';
/** The last attempt was opened five minutes before, can be paid for a quarter of an hour, and told of for 50 minutes more. */
const opened = '2026-11-27T01:55:00.000Z';
const told = '2026-11-27T03:00:00.000Z';

let cell: DeadlineBench;
let dossierId: string;
beforeEach(async () => {
  cell = deadlineBench({ procedures: ruledBy({ unpaidLapse: { amount: 3, unit: 'WORKING_DAY' } }) });
  dossierId = await cell.dossierIn('payment-requested');
});

const open = async () => {
  const answer = await cell.citizen('openPayment', dossierId, { headers: cell.once() });
  return { kind: kindOf(answer), reference: String(answer.body['reference']), amount: Number(answer.body['amount']) };
};
const tell = (reference: string, changes: Record<string, string> = {}) =>
  cell.call('notifyPayment', { query: cell.paid(reference, changes) });
const state = () => cell.ledger.meta(dossierId).state;
const newest = () => cell.ledger.events(dossierId).at(-1);
const failed = { vnp_ResponseCode: '24', vnp_TransactionStatus: '02' };

describe('a fee that lapses while an attempt to pay is open', () => {
  const openAttempt = async (): Promise<string> => {
    cell.clock.set(opened);
    const { reference } = await open();
    await cell.sweepAt(minuteAfter(over));
    return reference;
  };

  it('waits for what the gateway says of it', async () => {
    const reference = await openAttempt();
    expect(state()).toBe('payment-requested');
    expect(newest()).toMatchObject({ type: 'payment.awaited', by: { kind: 'system' }, data: { attempt: 1, reference, until: told } });
    expect(cell.deadline(dossierId)).toEqual({ kind: 'attempt', at: told });
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is paid by it, and the dossier goes on', async () => {
    const reference = await openAttempt();
    cell.clock.set(told);
    await tell(reference);
    expect(state()).toBe('processing');
    expect(cell.deadline(dossierId)?.kind).toBe('escalation-70');
    expect(cell.item(dossierId, 'SURPLUS')).toBeUndefined();
    await cell.sweepAt(minuteAfter(told));
    expect(state()).toBe('processing');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('ends the dossier when nothing was told in time, and says so once', async () => {
    await openAttempt();
    await cell.sweepAt('2026-11-27T02:30:00.000Z');
    await cell.sweepAt(told);
    expect(state()).toBe('payment-requested');
    await cell.sweepAt(minuteAfter(told));
    expect(newest()).toMatchObject({ type: 'dossier.stopped', data: { reason: 'UNPAID', paid: 0 } });
    expect(cell.types(dossierId).filter((type) => type === 'payment.awaited')).toHaveLength(1);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('waits for the attempt whose end is not known, though a later one has failed', async () => {
    cell.clock.set('2026-11-27T01:40:00.000Z');
    await open();
    cell.clock.set('2026-11-27T01:56:00.000Z');
    await tell((await open()).reference, failed);
    await cell.sweepAt(minuteAfter(over));
    expect(newest()).toMatchObject({ type: 'payment.awaited', data: { attempt: 1, until: '2026-11-27T02:45:00.000Z' } });
  });

  it('does not wait for one that has ended', async () => {
    cell.clock.set(opened);
    await tell((await open()).reference, failed);
    await cell.sweepAt(minuteAfter(over));
    expect(state()).toBe('stopped');
  });

  it('is paid though the gateway tells of it in the very moment of the sweep', async () => {
    const reference = await openAttempt();
    cell.ledger.beforeNextWrite(async () => void (await tell(reference)));
    await cell.sweepAt(minuteAfter(told));
    expect(state()).toBe('processing');
    expect(cell.types(dossierId)).not.toContain('dossier.stopped');
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('takes no further attempt, so that it ends', async () => {
    const reference = await openAttempt();
    expect(await open()).toMatchObject({ kind: '201', reference });
    await tell(reference, failed);
    expect((await open()).kind).toBe('409 fee-lapsed');
    await cell.sweepAt(minuteAfter(told));
    expect(state()).toBe('stopped');
  });

  it('takes none either before the sweep has come by', async () => {
    cell.clock.set(minuteAfter(over));
    expect((await open()).kind).toBe('409 fee-lapsed');
    cell.clock.set(over);
    expect((await open()).kind).toBe('201');
  });
});

describe('money that comes when nothing is due', () => {
  const surplusOf = async () => {
    const { body } = await cell.staff('readStaffDossier', { dossierId });
    return body['payments'];
  };

  it('because the dossier was stopped is an errand of the office that decides', async () => {
    const { reference, amount } = await open();
    await cell.citizen('requestWithdrawal', dossierId, { body: {} });
    await cell.staff('decideWithdrawal', { dossierId }, { decision: 'GRANT', reason: 'Theo đề nghị', legalBasis: 'Luật mẫu' });
    expect(state()).toBe('stopped');
    await tell(reference);
    expect(state()).toBe('stopped');
    expect(cell.ledger.events(dossierId).slice(-2)).toMatchObject([
      { type: 'payment.booked', data: { attempt: 1, amount, surplus: true } },
      { type: 'payment.surplus', data: { attempt: 1, amount, reference, office: OFFICE } },
    ]);
    expect(await cell.inbox()).toContain(`SURPLUS ${dossierId}`);
    expect(await surplusOf()).toMatchObject([{ attempt: 1, amount, reference, surplus: true }]);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('because the fee has lapsed is one as well', async () => {
    const { reference } = await open();
    await cell.sweepAt(minuteAfter(over));
    expect(state()).toBe('stopped');
    await tell(reference);
    expect(await cell.inbox()).toContain(`SURPLUS ${dossierId}`);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('because it was paid twice is one as well, and goes along when the dossier is handed over', async () => {
    const first = await open();
    cell.clock.set('2026-11-23T02:16:00.000Z');
    const second = await open();
    for (const { reference } of [first, second]) await tell(reference);
    expect(state()).toBe('processing');
    expect(await cell.inbox()).toContain(`SURPLUS ${dossierId}`);
    const to = 'G01.042.002';
    await cell.staff('transferDossier', { dossierId }, { office: to, reason: 'Không đúng địa bàn' });
    expect([await cell.inbox(), await cell.inbox(to)].map((inbox) => inbox.includes(`SURPLUS ${dossierId}`))).toEqual([false, true]);
    expect(cell.faults(dossierId)).toEqual([]);
  });

  it('is none where the fee was due', async () => {
    await cell.pay(dossierId);
    expect(await cell.inbox()).not.toContain(`SURPLUS ${dossierId}`);
    expect(cell.types(dossierId)).not.toContain('payment.surplus');
    expect(await surplusOf()).toMatchObject([{ attempt: 1, receipt: expect.any(String) }]);
  });
});
