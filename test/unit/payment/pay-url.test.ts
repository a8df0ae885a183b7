import { describe, expect, it } from 'vitest';
import { payUrl, plainText, vnpayAmount, vnpayTime } from '../../../functions/payment/pay-url.ts';
import { parseReference, referenceOf } from '../../../functions/payment/payment.ts';
import { readSigned } from '../../../functions/payment/vnpay.ts';
import { countedUlid } from '../../support/fixed.ts';

const account = { tmnCode: 'DEMOTEST', secrets: ['TESTSECRET0123456789ABCDEFGHIJKL'] };
const page = { account, page: 'https://pay.example/paymentv2/vpcpay.html', returnUrl: 'https://api.example/public/payments/vnpay/return' };
const request = {
  reference: `${countedUlid(1)}01`,
  amount: 10_000,
  dossierCode: 'G01.042.001-261122-000007',
  createdAt: new Date('2026-11-22T17:30:15.900Z'),
  expiresAt: new Date('2026-11-22T17:45:15.900Z'),
  ipAddress: '2001:db8::7',
};

describe('the address of the pay page', () => {
  it('carries exactly what VNPAY 2.1.0 asks for, signed', () => {
    const [address, query = ''] = payUrl(page, request).split('?');
    expect(address).toBe(page.page);
    expect(readSigned(account, query)).toEqual({
      kind: 'genuine',
      values: {
        vnp_Version: '2.1.0',
        vnp_Command: 'pay',
        vnp_TmnCode: 'DEMOTEST',
        vnp_Amount: '1000000',
        vnp_CreateDate: '20261123003015',
        vnp_ExpireDate: '20261123004515',
        vnp_CurrCode: 'VND',
        vnp_IpAddr: '2001:db8::7',
        vnp_Locale: 'vn',
        vnp_OrderInfo: 'Le phi ho so G01.042.001-261122-000007',
        vnp_OrderType: 'other',
        vnp_ReturnUrl: page.returnUrl,
        vnp_TxnRef: request.reference,
      },
    });
    expect(query.endsWith(`&vnp_SecureHash=${query.slice(-128)}`)).toBe(true);
    expect(query).not.toContain('vnp_SecureHashType');
  });

  it('writes times at GMT+7, over midnight and the end of the year', () => {
    expect(vnpayTime(new Date('2026-12-31T16:59:59.999Z'))).toBe('20261231235959');
    expect(vnpayTime(new Date('2026-12-31T17:00:00.000Z'))).toBe('20270101000000');
  });

  it.each([0, -1, 0.5, 10_000.01, Number.NaN, 10_000_000_000])('refuses an amount of %s đồng', (dong) => {
    expect(() => vnpayAmount(dong)).toThrow(RangeError);
  });

  it('multiplies without a rounding error up to the largest amount', () => {
    expect(vnpayAmount(1)).toBe('100');
    expect(vnpayAmount(9_999_999_999)).toBe('999999999900');
  });

  it('writes order texts without diacritics and without characters that encoders disagree on', () => {
    expect(plainText("Đăng ký (thường trú)! *hộ* ~ 'mới'")).toBe('Dang ky thuong tru ho moi');
    expect(plainText('Lệ phí'.normalize('NFD'))).toBe('Le phi');
    expect(plainText('a'.repeat(300))).toHaveLength(255);
  });
});

describe('a transaction reference', () => {
  it('names its dossier and attempt in letters and digits only', () => {
    const reference = referenceOf(countedUlid(7), 9);
    expect(reference).toBe(`${countedUlid(7)}09`);
    expect(parseReference(reference)).toEqual({ dossierId: countedUlid(7), attempt: 9 });
  });

  it.each([
    '',
    countedUlid(1),
    `${countedUlid(1)}1`,
    `${countedUlid(1)}001`,
    `${countedUlid(1)}0A`,
    `${'z'.repeat(26)}01`,
    `8${'0'.repeat(25)}01`,
  ])('is not "%s"', (reference) => {
    expect(parseReference(reference)).toBeUndefined();
  });
});
