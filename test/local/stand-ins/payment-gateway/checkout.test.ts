import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayTime } from '../../../../local/stand-ins/payment-gateway/gateway-time.ts';
import { hasValidSignature } from '../../../../local/stand-ins/payment-gateway/signature.ts';
import { openScene } from './gateway-scene.ts';
import { secret } from './vectors.ts';

const MINUTE = 60_000;
let shop: Awaited<ReturnType<typeof openScene>>;

beforeEach(async () => {
  shop = await openScene();
});
afterEach(() => shop.stop());

const errorOf = async (response: Response) => /data-error="([^"]+)"/.exec(await response.text())?.[1];
const tokenOf = async (response: Response) => /name="token" value="([^"]+)"/.exec(await response.text())?.[1] ?? '';
const fieldsOf = (location: string | null) => Object.fromEntries(new URL(location ?? '').searchParams);

describe('the pay page', () => {
  it('shows the amount in đồng, the order and four buttons', async () => {
    const response = await shop.openPage(shop.fresh());
    const body = await response.text();
    expect(response.status).toBe(200);
    expect(body).toContain('10.000 đồng');
    expect(body).toContain('Le phi ho so H40.15-261122-0007: khai sinh');
    for (const choice of ['success', 'cancel', 'failure', 'repeat']) expect(body).toContain(`value="${choice}"`);
  });

  it('opens the same payment again for the same link', async () => {
    const params = shop.fresh();
    expect(await tokenOf(await shop.openPage(params))).toBe(await tokenOf(await shop.openPage(params)));
  });

  it('refuses a reference that was used for something else on that day', async () => {
    const params = shop.fresh();
    await shop.openPage(params);
    expect(await errorOf(await shop.openPage({ ...params, vnp_Amount: '2000000' }))).toBe('duplicate-reference');
  });

  it('takes a reference again on another day', async () => {
    const params = shop.fresh();
    await shop.openPage(params);
    await shop.clock.advance(24 * 60 * MINUTE);
    expect((await shop.openPage(shop.fresh({ vnp_TxnRef: params.vnp_TxnRef }))).status).toBe(200);
  });

  it.each([
    ['another version', { vnp_Version: '2.0.0' }, 'vnp_Version'],
    ['another command', { vnp_Command: 'refund' }, 'vnp_Command'],
    ['an amount of zero', { vnp_Amount: '0' }, 'vnp_Amount'],
    ['an amount with a fraction of a đồng', { vnp_Amount: '1000050' }, 'vnp_Amount'],
    ['an amount of thirteen digits', { vnp_Amount: '1000000000000' }, 'vnp_Amount'],
    ['a negative amount', { vnp_Amount: '-100' }, 'vnp_Amount'],
    ['another currency', { vnp_CurrCode: 'USD' }, 'vnp_CurrCode'],
    ['no address of the customer', { vnp_IpAddr: '' }, 'vnp_IpAddr'],
    ['an order text with diacritics', { vnp_OrderInfo: 'Lệ phí' }, 'vnp_OrderInfo'],
    ['an order text that is too long', { vnp_OrderInfo: 'x'.repeat(256) }, 'vnp_OrderInfo'],
    ['a reference with a hyphen', { vnp_TxnRef: 'A-1' }, 'vnp_TxnRef'],
    ['a return address that is no address', { vnp_ReturnUrl: 'javascript:alert(1)' }, 'vnp_ReturnUrl'],
    ['a date that does not exist', { vnp_CreateDate: '20260230000000' }, 'vnp_CreateDate'],
    ['no expiry', { vnp_ExpireDate: '' }, 'vnp_ExpireDate'],
    ['an expiry before the creation', { vnp_ExpireDate: '20200101000000' }, 'vnp_ExpireDate'],
    ['an unknown bank code', { vnp_BankCode: 'x' }, 'vnp_BankCode'],
  ])('refuses %s by the name of the parameter', async (_name, change, parameter) => {
    const response = await shop.openPage(shop.fresh(change));
    const body = await response.text();
    expect(response.status).toBe(400);
    expect(body).toContain('data-error="invalid-format"');
    expect(body).toContain(parameter);
  });

  it('refuses another merchant', async () => {
    expect(await errorOf(await shop.openPage(shop.fresh({ vnp_TmnCode: 'OTHER001' })))).toBe('unknown-merchant');
  });

  it('refuses a wrong signature', async () => {
    const url = new URL(shop.scene.gateway.payUrl);
    url.search = new URLSearchParams({ ...shop.fresh(), vnp_SecureHash: 'f'.repeat(128) }).toString();
    expect(await errorOf(await fetch(url))).toBe('invalid-signature');
  });

  it('refuses a link whose time is over by the virtual clock', async () => {
    const params = shop.fresh();
    await shop.clock.advance(15 * MINUTE);
    expect(await errorOf(await shop.openPage(params))).toBe('expired');
  });

  it('refuses a link from the future', async () => {
    const later = shop.clock.now() + 60 * MINUTE;
    const params = shop.fresh({ vnp_CreateDate: gatewayTime(later), vnp_ExpireDate: gatewayTime(later + MINUTE) });
    expect(await errorOf(await shop.openPage(params))).toBe('not-yet-valid');
  });

  it('answers 404 elsewhere', async () => {
    expect((await fetch(new URL('/elsewhere', shop.scene.gateway.payUrl))).status).toBe(404);
  });
});

describe('the end of a payment', () => {
  it.each([
    ['success', { vnp_ResponseCode: '00', vnp_TransactionStatus: '00', vnp_CardType: 'ATM', vnp_BankCode: 'NCB' }],
    ['cancel', { vnp_ResponseCode: '24', vnp_TransactionStatus: '02', vnp_TransactionNo: '0' }],
    ['failure', { vnp_ResponseCode: '51', vnp_TransactionStatus: '02' }],
  ])('%s notifies the merchant, then leads the browser back, both signed alike', async (choice, expected) => {
    const params = shop.fresh();
    const response = await shop.choose(params, choice);
    const back = fieldsOf(response.headers.get('location'));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(/^https:\/\/dvc\.example\.gov\.vn\/pay\/return\?x=1&vnp_Amount=/);
    expect(back).toMatchObject({ x: '1', vnp_Amount: '1000000', vnp_TmnCode: 'DEMOTEST', vnp_TxnRef: params.vnp_TxnRef, ...expected });
    expect(hasValidSignature(back, [secret])).toBe(true);
    const { x: _x, ...signed } = back;
    expect(shop.merchant.calls.map((call) => Object.fromEntries(call))).toEqual([signed]);
  });

  it('takes the button of the page by its token', async () => {
    const token = await tokenOf(await shop.openPage(shop.fresh()));
    const response = await shop.press({ token, choice: 'success' });
    expect(fieldsOf(response.headers.get('location'))['vnp_ResponseCode']).toBe('00');
  });

  it('keeps the bank that the merchant asked for', async () => {
    const response = await shop.choose(shop.fresh({ vnp_BankCode: 'VNPAYQR' }), 'success');
    expect(fieldsOf(response.headers.get('location'))['vnp_BankCode']).toBe('VNPAYQR');
  });

  it('notifies once when the same button is pressed again', async () => {
    const params = shop.fresh();
    const first = await shop.choose(params, 'success');
    const second = await shop.choose(params, 'success');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(shop.merchant.calls).toHaveLength(1);
  });

  it('ends a payment once when two buttons are pressed at the same moment', async () => {
    const params = shop.fresh();
    const answers = await Promise.all([shop.choose(params, 'success'), shop.choose(params, 'cancel')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(shop.merchant.calls).toHaveLength(1);
  });

  it('notifies twice at the same moment when told so, with the same content', async () => {
    await shop.choose(shop.fresh(), 'repeat');
    expect(shop.merchant.calls).toHaveLength(2);
    expect(shop.merchant.calls[0]?.toString()).toBe(shop.merchant.calls[1]?.toString());
  });

  it('repeats the notification of a payment that has ended', async () => {
    const params = shop.fresh();
    await shop.choose(params, 'cancel');
    await shop.choose(params, 'repeat');
    expect(shop.merchant.calls[1]?.toString()).toBe(shop.merchant.calls[0]?.toString());
  });

  it('ends as expired when the button comes too late', async () => {
    const token = await tokenOf(await shop.openPage(shop.fresh()));
    await shop.clock.advance(15 * MINUTE);
    const response = await shop.press({ token, choice: 'success' });
    expect(fieldsOf(response.headers.get('location'))).toMatchObject({ vnp_ResponseCode: '11', vnp_TransactionStatus: '02' });
  });

  it('gives every transaction a number of its own', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => shop.choose(shop.fresh(), 'success')));
    const numbers = responses.map((response) => fieldsOf(response.headers.get('location'))['vnp_TransactionNo']);
    expect(new Set(numbers).size).toBe(20);
  });

  it('shows how an ended payment ended', async () => {
    const params = shop.fresh();
    await shop.choose(params, 'failure');
    expect(await (await shop.openPage(params)).text()).toContain('data-response-code="51"');
  });

  it.each([
    [{ choice: 'success', token: 'unknown' }, 404, 'unknown-payment'],
    [{ choice: 'steal', token: 'unknown' }, 400, 'unknown-choice'],
    [{ choice: 'success', vnp_TmnCode: 'DEMOTEST' }, 400, 'invalid-signature'],
  ])('refuses the press %j', async (form, status, error) => {
    const response = await shop.press(form);
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toBe(error);
  });
});
