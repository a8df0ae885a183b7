import { describe, expect, it } from 'vitest';
import permanentResidence from '../../../catalogue/procedures/permanent-residence.json' with { type: 'json' };
import { createHandler as notifyHandler } from '../../../functions/payment/notify-payment.handler.ts';
import { createHandler as openHandler } from '../../../functions/payment/open-payment.handler.ts';
import { type MerchantAccount, signedQuery } from '../../../functions/payment/vnpay.ts';
import { proceduresOf } from '../../../functions/procedure/catalogue.ts';
import { faultsInMemory } from '../../support/faults-in-memory.ts';
import { callHttp, citizenClaims, httpEvent } from '../../support/http-event.ts';
import { allFound, intakeBench, ownedForm } from '../../support/intake-bench.ts';

const account: MerchantAccount = { tmnCode: 'DEMOTEST', secrets: ['TESTSECRET0123456789ABCDEFGHIJKL'] };

/** The intake and the payments of a procedure whose clock the fee starts. */
const paidFirst = (changes: object = {}) => {
  const cell = intakeBench({ procedures: proceduresOf([{ ...permanentResidence, clockStart: 'FEE_PAID', ...changes }]) });
  const deps = { ...cell, account: async () => account, page: 'https://pay.example/vpcpay.html', returnUrl: 'https://api.example/return' };
  const open = openHandler(deps);
  const notify = notifyHandler(deps);
  return {
    ...cell,
    accepted: async () => {
      const dossierId = await cell.lookedUp({ ...allFound, land: 'owned-by-applicant' }, ownedForm);
      return { dossierId, receipt: (await cell.accept(dossierId)).body };
    },
    pay: async (dossierId: string) => {
      const headers = { 'idempotency-key': 'key-00000001' };
      const opened = await callHttp(open, httpEvent('openPayment', { claims: citizenClaims(), path: { dossierId }, headers }));
      const parameters = {
        ...{ vnp_Amount: String(Number(opened.body['amount']) * 100), vnp_ResponseCode: '00', vnp_TransactionStatus: '00' },
        ...{ vnp_TmnCode: account.tmnCode, vnp_TransactionNo: '1', vnp_TxnRef: String(opened.body['reference']) },
      };
      const query = Object.fromEntries(new URLSearchParams(signedQuery(account, parameters)));
      return callHttp(notify, httpEvent('notifyPayment', { query }));
    },
  };
};

describe('a procedure whose clock the fee starts', () => {
  it('has no appointment on the receipt while the fee is not paid, and none is made up', async () => {
    const cell = paidFirst();
    const { dossierId, receipt } = await cell.accepted();
    expect(receipt).toMatchObject({ state: 'payment-requested', amountDue: 10_000 });
    expect(receipt).not.toHaveProperty('dueAt');
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'dossier.accepted')?.data).not.toHaveProperty('dueAt');
    const meta = cell.ledger.meta(dossierId);
    expect([meta.dueAt, meta.deadline]).toEqual([undefined, undefined]);
  });

  it('is due from the booking on, and says so in its event and on its tasks', async () => {
    const cell = paidFirst();
    const { dossierId } = await cell.accepted();
    // Wednesday 25 November, 09:00: two days after the acceptance, with Culture Day in between.
    cell.clock.set('2026-11-25T02:00:00.000Z');
    await cell.pay(dossierId);
    const dueAt = '2026-12-04T02:00:00.000Z';
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', dueAt, deadline: { kind: 'escalation-70' } });
    expect(cell.ledger.events(dossierId).find(({ type }) => type === 'payment.booked')?.data['dueAt']).toBe(dueAt);
    expect(cell.ledger.items().find(({ sk }) => sk === 'TASK#0001')?.['dueAt']).toBe(dueAt);
    expect((await cell.reissue(dossierId)).body['dueAt']).toBe(dueAt);
    expect(faultsInMemory(cell.ledger, dossierId).filter((fault) => fault.includes('dueAt'))).toEqual([]);
  });

  it('counts a payment at night from the next reception', async () => {
    const cell = paidFirst();
    const { dossierId } = await cell.accepted();
    cell.clock.set('2026-11-25T15:00:00.000Z');
    await cell.pay(dossierId);
    expect(cell.ledger.meta(dossierId).dueAt).toBe('2026-12-07T00:30:00.000Z');
  });

  it('is due from the acceptance on where nothing is to be paid', async () => {
    const cell = paidFirst({ fees: permanentResidence.fees.map((row) => ({ ...row, amount: 0 })) });
    const { dossierId, receipt } = await cell.accepted();
    expect(receipt['dueAt']).toBe('2026-12-03T02:00:00.000Z');
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'processing', deadline: { kind: 'escalation-70' } });
  });
});
