import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signFields } from '../../../../local/stand-ins/payment-gateway/signature.ts';
import { openScene } from './gateway-scene.ts';
import { secret } from './vectors.ts';

let shop: Awaited<ReturnType<typeof openScene>>;
let requests = 0;

beforeEach(async () => {
  shop = await openScene();
});
afterEach(() => shop.stop());

type Fields = Record<string, string>;

const post = async (body: unknown): Promise<Fields> => {
  const response = await fetch(shop.scene.gateway.transactionUrl, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  const fields: unknown = await response.json();
  return Object.fromEntries(Object.entries(Object(fields)).map(([name, value]) => [name, String(value)]));
};

const base = (params: Fields): Fields => {
  requests += 1;
  return {
    vnp_RequestId: `req${requests}`,
    vnp_Version: '2.1.0',
    vnp_TmnCode: 'DEMOTEST',
    vnp_TxnRef: params['vnp_TxnRef'] ?? '',
    vnp_TransactionDate: params['vnp_CreateDate'] ?? '',
    vnp_CreateDate: '20261122100000',
    vnp_IpAddr: '203.0.113.10',
  };
};

const ask = (params: Fields, change: Fields = {}) => {
  const f: Fields = { ...base(params), vnp_Command: 'querydr', vnp_OrderInfo: 'Truy van GD', ...change };
  const signed = [f.vnp_RequestId, f.vnp_Version, f.vnp_Command, f.vnp_TmnCode, f.vnp_TxnRef, f.vnp_TransactionDate];
  return { vnp_SecureHash: signFields([...signed, f.vnp_CreateDate, f.vnp_IpAddr, f.vnp_OrderInfo], secret), ...f, ...change };
};

const payBack = (params: Fields, change: Fields = {}) => {
  const fixed = { vnp_Command: 'refund', vnp_TransactionType: '02', vnp_Amount: '1000000', vnp_TransactionNo: '', vnp_CreateBy: 'canbo01' };
  const f: Fields = { ...base(params), ...fixed, vnp_OrderInfo: 'Hoan phi', ...change };
  const signed = [f.vnp_RequestId, f.vnp_Version, f.vnp_Command, f.vnp_TmnCode, f.vnp_TransactionType, f.vnp_TxnRef, f.vnp_Amount];
  const rest = [f.vnp_TransactionNo, f.vnp_TransactionDate, f.vnp_CreateBy, f.vnp_CreateDate, f.vnp_IpAddr, f.vnp_OrderInfo];
  return { vnp_SecureHash: signFields([...signed, ...rest], secret), ...f, ...change };
};

const answerNames = 'ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo TransactionType'.split(
  ' ',
);
const isSigned = (answer: Fields, more: readonly string[]) =>
  answer['vnp_SecureHash'] ===
  signFields(
    [...answerNames, ...more].map((name) => answer[`vnp_${name}`]),
    secret,
  );

const paid = async () => {
  const params = shop.fresh();
  await shop.choose(params, 'success');
  return params;
};

describe('asking after a payment', () => {
  it('tells a paid one, signed', async () => {
    const params = await paid();
    const answer = await post(ask(params));
    expect(answer).toMatchObject({
      vnp_ResponseCode: '00',
      vnp_TxnRef: params.vnp_TxnRef,
      vnp_Amount: '1000000',
      vnp_TransactionStatus: '00',
      vnp_TransactionType: '01',
      vnp_TransactionNo: shop.merchant.calls[0]?.get('vnp_TransactionNo'),
      vnp_PayDate: shop.merchant.calls[0]?.get('vnp_PayDate'),
    });
    expect(isSigned(answer, ['TransactionStatus', 'OrderInfo', 'PromotionCode', 'PromotionAmount'])).toBe(true);
  });

  it('tells one that is still open, and later that it came to nothing', async () => {
    const params = shop.fresh();
    await shop.openPage(params);
    expect((await post(ask(params)))['vnp_TransactionStatus']).toBe('01');
    await shop.clock.advance(15 * 60_000);
    expect((await post(ask(params)))['vnp_TransactionStatus']).toBe('02');
  });

  it('tells a failed one', async () => {
    const params = shop.fresh();
    await shop.choose(params, 'failure');
    expect((await post(ask(params)))['vnp_TransactionStatus']).toBe('02');
  });

  it('still knows a payment after a restart', async () => {
    const params = await paid();
    await shop.scene.gateway.stop();
    await shop.start();
    expect((await post(ask(params)))['vnp_TransactionStatus']).toBe('00');
  });

  it.each([
    ['02', 'another merchant', { vnp_TmnCode: 'OTHER001' }],
    ['97', 'a wrong signature', { vnp_SecureHash: '0'.repeat(128) }],
    ['03', 'a request id that is too long', { vnp_RequestId: 'r'.repeat(33) }],
    ['03', 'a date that does not exist', { vnp_TransactionDate: '20260230000000' }],
    ['03', 'an unknown command', { vnp_Command: 'steal' }],
    ['91', 'an unknown reference', { vnp_TxnRef: 'UNKNOWN' }],
    ['91', 'another moment of creation', { vnp_TransactionDate: '20200101000000' }],
  ])('answers %s to %s', async (code, _name, change) => {
    expect((await post(ask(await paid(), change)))['vnp_ResponseCode']).toBe(code);
  });

  it('answers 94 to a request id that was used on this day', async () => {
    const question = ask(await paid());
    await post(question);
    expect((await post(question))['vnp_ResponseCode']).toBe('94');
  });

  it.each(['not json', null, [], 'x'])('answers the body %j without failing', async (body) => {
    expect((await post(body))['vnp_ResponseCode']).toBe('02');
  });
});

describe('paying back', () => {
  it('pays all back once, with a number of its own', async () => {
    const params = await paid();
    const answer = await post(payBack(params));
    expect(answer).toMatchObject({ vnp_ResponseCode: '00', vnp_Amount: '1000000', vnp_TransactionType: '02', vnp_TransactionStatus: '05' });
    expect(answer['vnp_TransactionNo']).not.toBe(shop.merchant.calls[0]?.get('vnp_TransactionNo'));
    expect(isSigned(answer, ['TransactionStatus', 'OrderInfo'])).toBe(true);
    expect((await post(payBack(params)))['vnp_ResponseCode']).toBe('94');
    expect(await post(ask(params))).toMatchObject({ vnp_TransactionType: '02', vnp_TransactionStatus: '06' });
  });

  it('takes an amount that comes as a number', async () => {
    const call = payBack(await paid(), { vnp_TransactionType: '03', vnp_Amount: '400000' });
    expect((await post({ ...call, vnp_Amount: 400_000 }))['vnp_ResponseCode']).toBe('00');
  });

  it('pays parts back up to the amount and no more', async () => {
    const params = await paid();
    const part = { vnp_TransactionType: '03', vnp_Amount: '600000' };
    expect((await post(payBack(params, part)))['vnp_ResponseCode']).toBe('00');
    expect((await post(payBack(params, part)))['vnp_ResponseCode']).toBe('03');
    expect((await post(payBack(params)))['vnp_ResponseCode']).toBe('03');
    expect((await post(payBack(params, { ...part, vnp_Amount: '400000' })))['vnp_ResponseCode']).toBe('00');
  });

  it('refuses to pay back what was not paid', async () => {
    const params = shop.fresh();
    await shop.choose(params, 'cancel');
    expect((await post(payBack(params)))['vnp_ResponseCode']).toBe('95');
  });

  it.each([
    ['03', 'an amount other than the payment, called full', { vnp_Amount: '500000' }],
    ['03', 'an unknown type', { vnp_TransactionType: '04' }],
    ['91', 'the number of another transaction', { vnp_TransactionNo: '999' }],
    ['97', 'a wrong signature', { vnp_SecureHash: '0'.repeat(128) }],
  ])('answers %s to %s', async (code, _name, change) => {
    expect((await post(payBack(await paid(), change)))['vnp_ResponseCode']).toBe(code);
  });
});
