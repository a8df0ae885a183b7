import { type MerchantAccount, signedQuery } from './vnpay.ts';

/** What the citizen is sent to the gateway with. `amount` is in whole đồng. */
export type PayRequest = {
  readonly reference: string;
  readonly amount: number;
  readonly dossierCode: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly ipAddress: string;
};

export type PayPage = {
  readonly account: MerchantAccount;
  /** Address of the gateway's pay page. */
  readonly page: string;
  /** Where the gateway sends the browser afterwards. */
  readonly returnUrl: string;
};

/** VNPAY takes at most twelve digits, and counts in hundredths of a đồng. */
const MOST_DONG = 9_999_999_999;

/** An amount as VNPAY writes it: whole đồng × 100. */
export const vnpayAmount = (dong: number): string => {
  if (!Number.isInteger(dong) || dong < 1 || dong > MOST_DONG) throw new RangeError(`${dong} is no amount that VNPAY takes`);
  return String(dong * 100);
};

/** `yyyyMMddHHmmss` at GMT+7. */
export const vnpayTime = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 19).replaceAll(/\D/g, '');

/** Text for `vnp_OrderInfo`: no diacritics, and only characters that all of VNPAY's encoders encode alike. */
export const plainText = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll(/[^A-Za-z0-9.:_-]+/g, ' ')
    .trim()
    .slice(0, 255);

/** The signed address of the gateway's pay page for one attempt. */
export const payUrl = ({ account, page, returnUrl }: PayPage, request: PayRequest): string =>
  `${page}?${signedQuery(account, {
    vnp_Version: '2.1.0',
    vnp_Command: 'pay',
    vnp_TmnCode: account.tmnCode,
    vnp_Amount: vnpayAmount(request.amount),
    vnp_CreateDate: vnpayTime(request.createdAt),
    vnp_ExpireDate: vnpayTime(request.expiresAt),
    vnp_CurrCode: 'VND',
    vnp_IpAddr: request.ipAddress,
    vnp_Locale: 'vn',
    vnp_OrderInfo: plainText(`Lệ phí hồ sơ ${request.dossierCode}`),
    vnp_OrderType: 'other',
    vnp_ReturnUrl: returnUrl,
    vnp_TxnRef: request.reference,
  })}`;
