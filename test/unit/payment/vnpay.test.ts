import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type MerchantAccount, readSigned, signedQuery, signedText } from '../../../functions/payment/vnpay.ts';

// The vectors of rules.md 5.1: own secret, checked there with two other implementations.
const secret = 'TESTSECRET0123456789ABCDEFGHIJKL';
const account: MerchantAccount = { tmnCode: 'DEMOTEST', secrets: [secret] };

const payText =
  'vnp_Amount=15000000&vnp_Command=pay&vnp_CreateDate=20261122093015&vnp_CurrCode=VND&vnp_ExpireDate=20261122094515&vnp_IpAddr=203.0.113.7&vnp_Locale=vn&vnp_OrderInfo=Le+phi+ho+so+H40.15-261122-0007%3A+khai+sinh&vnp_OrderType=other&vnp_ReturnUrl=https%3A%2F%2Fdvc.example.gov.vn%2Fpay%2Freturn%3Fx%3D1&vnp_TmnCode=DEMOTEST&vnp_TxnRef=H4015261122000701&vnp_Version=2.1.0';
const payHash =
  '80b030b0e12a117d6713be2a14193d24834e55f634b497e696bfd5e72c1da7d939074c0759161878cb756bed0a8b63304d34c06d74e908fbfddd034c3ec7c485';
const ipnText =
  'vnp_Amount=15000000&vnp_BankCode=NCB&vnp_BankTranNo=VNP14226112&vnp_CardType=ATM&vnp_OrderInfo=Le+phi+ho+so+H40.15-261122-0007%3A+khai+sinh&vnp_PayDate=20261122093512&vnp_ResponseCode=00&vnp_TmnCode=DEMOTEST&vnp_TransactionNo=14226112&vnp_TransactionStatus=00&vnp_TxnRef=H4015261122000701';
const ipnHash =
  'feee17ad1404873ec8194d86d2a007f776f3fd3135b43ebbb14c2e9b8efb16a0e4853de61844daa9af0822621ce849f93892496fe9b67164340f49f23070a6ba';
const ipn = `${ipnText}&vnp_SecureHash=${ipnHash}`;

const hmac = (text: string, key = secret) => createHmac('sha512', key).update(text).digest('hex');
const values = (text: string) => Object.fromEntries(new URLSearchParams(text));

describe('signing', () => {
  it('gives the text and hash of the worked payment request', () => {
    const shuffled = Object.fromEntries(Object.entries(values(payText)).reverse());
    expect(signedText(Object.entries(shuffled))).toBe(payText);
    expect(signedQuery(account, shuffled)).toBe(`${payText}&vnp_SecureHash=${payHash}`);
  });

  it('gives the hash of the worked notification', () => {
    expect(signedQuery(account, values(ipnText))).toBe(ipn);
  });

  it('leaves out empty values, the hash and its type, and what is not vnp_*', () => {
    const more = {
      ...values(payText),
      vnp_BankCode: '',
      vnp_SecureHash: 'x',
      vnp_SecureHashType: 'SHA512',
      utm_source: 'mail',
      VNP_Amount: '1',
    };
    expect(signedText(Object.entries(more))).toBe(payText);
  });

  it('signs with the first of two secrets', () => {
    const rotating = { ...account, secrets: ['NEWSECRET0123456789ABCDEFGHIJKLM', secret] };
    expect(signedQuery(rotating, values(payText))).toBe(`${payText}&vnp_SecureHash=${hmac(payText, 'NEWSECRET0123456789ABCDEFGHIJKLM')}`);
  });

  it('refuses to sign without a secret', () => {
    expect(() => signedQuery({ ...account, secrets: [] }, values(payText))).toThrow('no secret');
  });
});

describe('a genuine notification', () => {
  it('is read with its values and without the hash', () => {
    expect(readSigned(account, ipn)).toEqual({ kind: 'genuine', values: values(ipnText) });
  });

  it.each([
    ['with a leading question mark', `?${ipn}`],
    ['in any order', ipn.split('&').reverse().join('&')],
    ['with its hash in upper case', `${ipnText}&vnp_SecureHash=${ipnHash.toUpperCase()}`],
    ['with spaces as %20', ipn.replaceAll('+', '%20')],
    ['with a type of hash beside it', `${ipn}&vnp_SecureHashType=HmacSHA512`],
    ['with an empty parameter more', `${ipn}&vnp_Bill_Email=`],
    ['with parameters of somebody else', `${ipn}&utm_source=mail&utm_source=mail&VNP_AMOUNT=1&xvnp_Amount=1`],
  ])('is genuine %s', (_, query) => {
    expect(readSigned(account, query)).toEqual({ kind: 'genuine', values: values(ipnText) });
  });

  it.each([
    ['the current', [secret, 'OLDSECRET0123456789ABCDEFGHIJKLM']],
    ['the previous', ['NEWSECRET0123456789ABCDEFGHIJKLM', secret]],
  ])('is genuine under %s of two live secrets', (_, secrets) => {
    expect(readSigned({ ...account, secrets }, ipn).kind).toBe('genuine');
  });
});

describe('anything else is forged', () => {
  const reSigned = (text: string) => `${text}&vnp_SecureHash=${hmac(text)}`;

  it.each([
    ['an empty query', ''],
    ['no hash', ipnText],
    ['an empty hash', `${ipnText}&vnp_SecureHash=`],
    ['a hash under a name in another case', `${ipnText}&vnp_securehash=${ipnHash}`],
    ['a truncated hash', ipn.slice(0, -1)],
    ['a hash that is too long', `${ipn}0`],
    ['a hash that is no hex', `${ipnText}&vnp_SecureHash=${'g'.repeat(128)}`],
    ['a hash of another text', `${ipnText}&vnp_SecureHash=${payHash}`],
    ['a hash of another length of digest', `${ipnText}&vnp_SecureHash=${ipnHash.slice(0, 64)}`],
    ['a hash that comes twice', `${ipn}&vnp_SecureHash=${ipnHash}`],
    ['a second, empty hash', `${ipn}&vnp_SecureHash=`],
    ['a changed amount', ipn.replace('15000000', '15000001')],
    ['a changed result', ipn.replace('vnp_ResponseCode=00', 'vnp_ResponseCode=24')],
    ['a parameter dropped', ipn.replace('vnp_BankCode=NCB&', '')],
    ['a value emptied', ipn.replace('vnp_BankCode=NCB', 'vnp_BankCode=')],
    ['a parameter added', `${ipn}&vnp_Extra=1`],
    ['a parameter in another case', ipn.replace('vnp_Amount', 'vnp_amount')],
    ['a prefix in another case', ipn.replace('vnp_Amount', 'VNP_Amount')],
    ['a parameter that comes twice', `${ipn}&vnp_Amount=15000000`],
    ['a parameter twice, signed as such', reSigned(`vnp_Amount=1&${ipnText}`)],
    ['a parameter twice, once empty', `${ipn}&vnp_Amount=`],
    ["another merchant's code under our secret", reSigned(ipnText.replace('DEMOTEST', 'OTHERONE'))],
    ['no merchant at all', reSigned(ipnText.replace('vnp_TmnCode=DEMOTEST&', ''))],
    ['a merchant code in another case', reSigned(ipnText.replace('DEMOTEST', 'demotest'))],
  ])('%s', (_, query) => {
    expect(readSigned(account, query)).toEqual({ kind: 'forged' });
  });

  it('a secret of one letter less, in another case, or none', () => {
    for (const secrets of [[secret.slice(1)], [secret.toLowerCase()], []])
      expect(readSigned({ ...account, secrets }, ipn)).toEqual({ kind: 'forged' });
  });

  it('a secret that was replaced twice', () => {
    const secrets = ['NEWERSECRET0123456789ABCDEFGHIJK', 'NEWSECRET0123456789ABCDEFGHIJKLM'];
    expect(readSigned({ ...account, secrets }, ipn)).toEqual({ kind: 'forged' });
  });

  it('every single character of the query changed', () => {
    for (let at = 0; at < ipn.length; at += 1) {
      const changed = `${ipn.slice(0, at)}${ipn[at] === '1' ? '2' : '1'}${ipn.slice(at + 1)}`;
      expect(readSigned(account, changed), `character ${at}`).toEqual({ kind: 'forged' });
    }
  });
});
