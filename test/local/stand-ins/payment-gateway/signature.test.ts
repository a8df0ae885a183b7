import { describe, expect, it } from 'vitest';
import { gatewayTime, parseGatewayTime } from '../../../../local/stand-ins/payment-gateway/gateway-time.ts';
import { outcomeOf, type Payment, resultParams } from '../../../../local/stand-ins/payment-gateway/payment.ts';
import {
  areFieldsSigned,
  hasValidSignature,
  signedQuery,
  signedText,
  signFields,
} from '../../../../local/stand-ins/payment-gateway/signature.ts';
import { payParams, payVector, resultVector, secret } from './vectors.ts';

const split = (query: string) => Object.fromEntries(new URLSearchParams(query));

describe('the signature of links and notifications', () => {
  it('signs the pay link of the worked example', () => {
    expect(signedText(payParams)).toBe(payVector.text);
    expect(signedQuery(payParams, secret)).toBe(`${payVector.text}&vnp_SecureHash=${payVector.hash}`);
  });

  it('builds and signs the notification of the worked example', () => {
    const payment: Payment = {
      txnRef: 'H4015261122000701',
      token: 'token',
      amount: 15_000_000,
      orderInfo: 'Le phi ho so H40.15-261122-0007: khai sinh',
      returnUrl: 'https://dvc.example.gov.vn/pay/return?x=1',
      createDate: '20261122093015',
      expireDate: '20261122094515',
      calls: 0,
      refunds: [],
    };
    const outcome = outcomeOf('success', payment, '14226112', '20261122093512');
    const query = signedQuery(resultParams('DEMOTEST', payment, outcome), secret);
    expect(query).toBe(`${resultVector.text}&vnp_SecureHash=${resultVector.hash}`);
  });

  it('accepts a signature under any of the secrets and in capital letters', () => {
    const params = { ...split(payVector.text), vnp_SecureHash: payVector.hash.toUpperCase(), vnp_SecureHashType: 'HmacSHA512' };
    expect(hasValidSignature(params, ['newer secret', secret])).toBe(true);
  });

  it('leaves empty parameters and those of others out', () => {
    expect(signedText({ vnp_B: '', x: '1', vnp_A: 'a b' })).toBe('vnp_A=a+b');
  });

  it.each([
    ['a changed amount', { vnp_Amount: '100' }],
    ['an added parameter', { vnp_BankCode: 'NCB' }],
    ['no signature', { vnp_SecureHash: '' }],
    ['a signature of another length', { vnp_SecureHash: 'abc' }],
  ])('refuses %s', (_name, change) => {
    expect(hasValidSignature({ ...split(payVector.text), vnp_SecureHash: payVector.hash, ...change }, [secret])).toBe(false);
  });
});

describe('the signature of questions and refunds', () => {
  it('signs the question of the worked example', () => {
    const fields = 'req0001|2.1.0|querydr|DEMOTEST|H4015261122000701|20261122093015|20261122100000|203.0.113.10|Truy van GD'.split('|');
    expect(signFields(fields, secret)).toBe(
      '767af57daa6338fa1676bea6fe197eb36857911cb8ac738d9f429eaae3c6f40953d9ff349efb65bdedebf42bd2bfd2c02ca55018838616df38eb8bff824162eb',
    );
  });

  it('signs the refund of the worked example', () => {
    const text =
      'req0002|2.1.0|refund|DEMOTEST|02|H4015261122000701|15000000|14226112|20261122093015|canbo01|20261122110000|203.0.113.10|Hoan phi';
    const hash =
      'de2cbd538e83e20440d27f1795254c8609163425b43ec637a9ec75e1d1e565f626b2262a0ac0db9f8355a4a9bd3b55e2714245acca2f8bbb8a0b9c17172f6f66';
    expect(areFieldsSigned(hash, text.split('|'), [secret])).toBe(true);
    expect(areFieldsSigned(hash, [...text.split('|').slice(0, -1), 'Hoan  phi'], [secret])).toBe(false);
  });

  it('counts a missing value as empty', () => {
    expect(signFields(['a', undefined, 'b'], secret)).toBe(signFields(['a', '', 'b'], secret));
  });
});

describe('times of the gateway', () => {
  it('are seven hours ahead of UTC, over midnight and the new year', () => {
    expect(gatewayTime(Date.parse('2026-12-31T17:00:00Z'))).toBe('20270101000000');
    expect(parseGatewayTime('20270101000000')).toBe(Date.parse('2026-12-31T17:00:00Z'));
  });

  it.each(['20260231000000', '20261301000000', '20260101240000', '2026010100000', '20260101000060', 'x'])('refuses %s', (text) => {
    expect(parseGatewayTime(text)).toBeUndefined();
  });
});
