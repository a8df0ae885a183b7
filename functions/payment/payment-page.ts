import type { ReturnFromPaymentOutcome } from './return-from-payment.ts';

const words: Readonly<Record<ReturnFromPaymentOutcome['kind'], { readonly vi: string; readonly en: string }>> = {
  booked: {
    vi: 'Đã thanh toán. Khoản thu đã được ghi nhận vào hồ sơ của bạn.',
    en: 'Paid. The payment is recorded in your dossier.',
  },
  'awaiting-notification': {
    vi: 'Cổng thanh toán báo đã thu tiền. Hệ thống đang chờ xác nhận từ cổng; vui lòng xem lại hồ sơ sau ít phút, không thanh toán lại.',
    en: 'The gateway says that you have paid. Its confirmation is on the way; look at your dossier in a few minutes and do not pay again.',
  },
  failed: {
    vi: 'Thanh toán không thành công. Bạn có thể thanh toán lại trong hồ sơ của mình.',
    en: 'The payment failed. You can pay again from your dossier.',
  },
  'not-paid': {
    vi: 'Thanh toán không thành công hoặc đã bị hủy. Bạn có thể thanh toán lại trong hồ sơ của mình.',
    en: 'The payment failed or was cancelled. You can pay again from your dossier.',
  },
  unverified: {
    vi: 'Không xác minh được thông tin thanh toán. Vui lòng xem trạng thái trong hồ sơ của bạn.',
    en: 'This information about a payment could not be verified. Look at the state in your dossier.',
  },
};

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** 10000 as `10.000 ₫`, the way it is written in Viet Nam. */
const dong = (amount: number): string => `${String(amount).replaceAll(/\B(?=(\d{3})+$)/g, '.')} ₫`;

const style =
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}' +
  'p[lang=en]{color:#444}dt{font-weight:600}dd{margin:0 0 .6rem}';

/** The page in Vietnamese and English; nothing of it comes from the address but what the table confirms. */
export const paymentPage = (outcome: ReturnFromPaymentOutcome): string => {
  const { vi, en } = words[outcome.kind];
  const facts =
    outcome.kind === 'unverified'
      ? ''
      : `<dl><dt>Số tiền · <span lang="en">Amount</span></dt><dd>${dong(outcome.amount)}</dd>` +
        `<dt>Mã giao dịch · <span lang="en">Reference</span></dt><dd>${escapeHtml(outcome.reference)}</dd></dl>`;
  return (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<title>Thanh toán lệ phí</title><style>${style}</style></head>` +
    `<body><main><h1>Thanh toán lệ phí</h1><p>${escapeHtml(vi)}</p><p lang="en">${escapeHtml(en)}</p>${facts}</main></body></html>`
  );
};
