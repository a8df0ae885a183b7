import { beforeEach, describe, expect, it } from 'vitest';
import { paymentPage } from '../../../functions/payment/payment-page.ts';
import { type PaymentBench, paymentBench } from './payment-bench.ts';

let bench: PaymentBench;
beforeEach(async () => {
  bench = await paymentBench();
  await bench.open();
});

const cancelled = { vnp_ResponseCode: '24', vnp_TransactionStatus: '02' };

describe('the return page', () => {
  it('says that the confirmation is on the way, and books nothing', async () => {
    const before = bench.ledger.items();
    const { status, headers, page } = await bench.back(bench.notification());
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(page).toContain('do not pay again');
    expect(page).toContain('10.000 ₫');
    expect(bench.ledger.items()).toEqual(before);
    expect(bench.ledger.calls.commit).toBe(1);
  });

  it('says that the payment is recorded once it is, whatever the browser claims', async () => {
    await bench.notify(bench.notification());
    for (const claim of [{}, cancelled]) expect((await bench.back(bench.notification(1, claim))).page).toContain('The payment is recorded');
  });

  it('says that the payment failed once that is recorded, whatever the browser claims', async () => {
    await bench.notify(bench.notification(1, cancelled));
    expect((await bench.back(bench.notification())).page).toContain('The payment failed. You can pay again');
  });

  it('says that a cancelled payment can be tried again', async () => {
    expect((await bench.back(bench.notification(1, cancelled))).page).toContain('failed or was cancelled');
  });

  it.each<[string, (bench: PaymentBench) => string]>([
    ['a forged address', ({ notification }) => notification().replace('vnp_ResponseCode=00', 'vnp_ResponseCode=24')],
    ['an attempt that was never opened', ({ notification }) => notification(5)],
    ['a reference that is none', ({ notification }) => notification(1, { vnp_TxnRef: '<script>alert(1)</script>' })],
    ['no parameters', () => ''],
  ])('shows nothing of %s', async (_, query) => {
    const { status, page } = await bench.back(query(bench));
    expect(status).toBe(200);
    expect(page).toContain('could not be verified');
    expect(page).not.toMatch(/₫|script|vnp_/);
  });

  it('is in Vietnamese and English', async () => {
    const { page } = await bench.back(bench.notification());
    expect(page).toContain('<html lang="vi">');
    expect(page).toContain('<p lang="en">');
    expect(page).toContain('đang chờ xác nhận');
  });

  it('escapes what it shows', () => {
    expect(paymentPage({ kind: 'booked', reference: '<b>"&', amount: 1_234_567 })).toContain('<dd>1.234.567 ₫</dd>');
    expect(paymentPage({ kind: 'booked', reference: '<b>"&', amount: 1 })).toContain('<dd>&lt;b&gt;&quot;&amp;</dd>');
  });
});
