import { describe, expect, it } from 'vitest';
import { type Json, numberField, textField } from '../../../local/demo/api-client.ts';
import { signedQuery } from '../../../local/stand-ins/payment-gateway/signature.ts';
import { readDossierItems } from '../../support/dossier-items.ts';
import { faultsOfDossier } from '../../support/invariants.ts';
import { dossierIn, type Journey } from '../../support/place/journey.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

type Parameters = Readonly<Record<string, string>>;

export const refusesForgedNotifications = (here: () => TestPlace): void => {
  const merchant = () => here().merchant;
  const secret = () => merchant().secrets[0] ?? '';

  /** What the gateway would say of a paid attempt. */
  const paid = (attempt: Json, change: Parameters = {}): Parameters => ({
    vnp_Amount: String(numberField(attempt, 'amount') * 100),
    vnp_BankCode: 'NCB',
    vnp_OrderInfo: 'Le phi ho so',
    vnp_PayDate: '20261123090000',
    vnp_ResponseCode: '00',
    vnp_TmnCode: merchant().tmnCode,
    vnp_TransactionNo: '14000001',
    vnp_TransactionStatus: '00',
    vnp_TxnRef: textField(attempt, 'reference'),
    ...change,
  });
  const notify = async (query: string): Promise<unknown> =>
    (await here().anyone.get(`/public/payments/vnpay/notification?${query}`))['RspCode'];
  const signed = (parameters: Parameters) => signedQuery(parameters, secret());

  const attempted = async (): Promise<{ journey: Journey; attempt: Json }> => {
    const journey = await dossierIn(here(), 'payment-requested');
    return { journey, attempt: await journey.openPayment() };
  };
  const expectUnpaid = async ({ dossierId }: Journey) => {
    const { meta, events, payments } = await readDossierItems(here().inspection, dossierId);
    expect({
      state: meta.state,
      amountDue: meta.amountDue,
      last: events.at(-1)?.type,
      payments: payments.map(({ state }) => state),
    }).toEqual({
      state: 'payment-requested',
      amountDue: 10_000,
      last: 'payment.attempted',
      payments: ['open'],
    });
  };

  describe('a payment notification', () => {
    it('with a wrong signature is answered 97 and changes nothing', async () => {
      const { journey, attempt } = await attempted();
      const genuine = signed(paid(attempt));
      const forged = {
        otherSecret: signedQuery(paid(attempt), 'a'.repeat(32)),
        changedAfterwards: genuine.replace('vnp_BankCode=NCB', 'vnp_BankCode=VCB'),
        withoutHash: genuine.slice(0, genuine.indexOf('&vnp_SecureHash')),
        twoAmounts: `vnp_Amount=1&${genuine}`,
        otherMerchant: signed(paid(attempt, { vnp_TmnCode: 'SOMEBODY' })),
        empty: '',
      };
      for (const [how, query] of Object.entries(forged)) expect([how, await notify(query)]).toEqual([how, '97']);
      await expectUnpaid(journey);
    });

    it('with another amount is answered 04, about an unknown reference 01; neither changes anything', async () => {
      const { journey, attempt } = await attempted();
      const amount = numberField(attempt, 'amount') * 100;
      for (const wrong of [amount - 1, amount + 1, amount - 100, amount + 100, amount / 100])
        expect([wrong, await notify(signed(paid(attempt, { vnp_Amount: String(wrong) })))]).toEqual([wrong, '04']);
      const unknown = [`${journey.dossierId}02`, `${journey.dossierId}`, `01ARZ3NDEKTSV4RRFFQ69G5FAV01`, 'x'];
      for (const reference of unknown)
        expect([reference, await notify(signed(paid(attempt, { vnp_TxnRef: reference })))]).toEqual([reference, '01']);
      await expectUnpaid(journey);
    });

    it('books once when the same good one comes twice at the same time, and again later', async () => {
      const { journey, attempt } = await attempted();
      const query = signed(paid(attempt));
      const answers = await Promise.all([notify(query), notify(query)]);
      expect([...answers].sort()).toEqual(['00', '02']);
      expect(await notify(query)).toBe('02');
      await journey.until('the booking', ({ state }) => state === 'processing');
      const { events } = await readDossierItems(here().inspection, journey.dossierId);
      expect(events.filter(({ type }) => type === 'payment.booked')).toHaveLength(1);
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });

    it('of a failed payment leaves the fee due, and another attempt can pay it', async () => {
      const { journey, attempt } = await attempted();
      const failed = paid(attempt, { vnp_ResponseCode: '24', vnp_TransactionStatus: '02', vnp_TransactionNo: '0' });
      expect(await notify(signed(failed))).toBe('00');
      expect(await notify(signed(paid(attempt)))).toBe('02');
      expect(await journey.read()).toMatchObject({ state: 'payment-requested', amountDue: 10_000 });
      expect(await journey.pay()).toMatchObject({ state: 'processing', amountDue: 0 });
      expect(await faultsOfDossier(here().inspection, journey.dossierId)).toEqual([]);
    });

    it('is not replaced by the browser’s return, which books nothing', async () => {
      const { journey, attempt } = await attempted();
      const page = await fetch(`${here().runtime.api}/public/payments/vnpay/return?${signed(paid(attempt))}`);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      await page.text();
      await expectUnpaid(journey);
    });
  });
};
