import type { RefusalReason } from './pay-request.ts';
import type { Payment } from './payment.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** Hundredths of a đồng as a reader expects an amount: 1000000 is "10.000 đồng". */
const inDong = (amount: number) => `${String(amount / 100).replace(/\B(?=(\d{3})+$)/g, '.')} đồng`;

const page = (title: string, body: string) => `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
dt { color: #444; }
dd { margin: 0 0 .6rem; font-weight: 600; overflow-wrap: anywhere; }
button { font: inherit; width: 100%; padding: .7rem 1rem; margin: .3rem 0; border: 1px solid #555; border-radius: .4rem; background: #f4f4f4; cursor: pointer; }
button:hover, button:focus { background: #dfeafc; }
small { color: #444; font-weight: 400; }
</style>
</head>
<body>
<p>Cổng thanh toán thử nghiệm: không có tiền thật. <small lang="en">Test payment gateway: no real money.</small></p>
${body}
</body>
</html>
`;

const facts = ({ amount, orderInfo, txnRef }: Payment) => `<dl>
<dt>Số tiền <small lang="en">Amount</small></dt><dd data-amount="${amount}">${inDong(amount)}</dd>
<dt>Nội dung <small lang="en">Order</small></dt><dd>${escapeHtml(orderInfo)}</dd>
<dt>Mã giao dịch của đơn vị <small lang="en">Merchant's reference</small></dt><dd>${escapeHtml(txnRef)}</dd>
</dl>`;

const button = (choice: string, vietnamese: string, english: string) =>
  `<button name="choice" value="${choice}">${vietnamese} <small lang="en">${english}</small></button>`;

const form = (payment: Payment, buttons: readonly string[]) => `<form method="post" action="/paymentv2/choice">
<input type="hidden" name="token" value="${escapeHtml(payment.token)}">
${buttons.join('\n')}
</form>`;

/** The page on which the customer decides how the payment ends. */
export const payPage = (payment: Payment): string =>
  page(
    'Thanh toán thử nghiệm / Test payment',
    `<h1>Thanh toán <small lang="en">Payment</small></h1>
${facts(payment)}
${form(payment, [
  button('success', 'Thanh toán', 'Pay'),
  button('cancel', 'Hủy', 'Cancel'),
  button('failure', 'Thanh toán nhưng tài khoản không đủ số dư', 'Pay from an account with too little money'),
  button('repeat', 'Thanh toán, báo cho đơn vị hai lần cùng lúc', 'Pay and notify the merchant twice at the same time'),
])}`,
  );

/** What is shown when a payment that has ended is opened again. `returnTo` is the merchant's page, with its signed parameters. */
export const endedPage = (payment: Payment, returnTo: string): string =>
  page(
    'Giao dịch đã kết thúc / Payment ended',
    `<h1>Giao dịch đã kết thúc <small lang="en">This payment has ended</small></h1>
${facts(payment)}
<p data-response-code="${escapeHtml(payment.outcome?.responseCode ?? '')}">Mã kết quả <small lang="en">Response code</small>: ${escapeHtml(payment.outcome?.responseCode ?? '')}</p>
<p><a href="${escapeHtml(returnTo)}">Trở về trang của đơn vị <small lang="en">Back to the merchant</small></a></p>
${form(payment, [button('repeat', 'Báo lại cho đơn vị', 'Notify the merchant again')])}`,
  );

const reasons: Readonly<Record<RefusalReason | 'already-ended' | 'unknown-choice', readonly [string, string]>> = {
  'unknown-merchant': ['Không có đơn vị này.', 'There is no such merchant.'],
  'invalid-signature': ['Chữ ký không đúng.', 'The signature is wrong.'],
  'invalid-format': ['Dữ liệu không đúng định dạng.', 'A parameter is missing or malformed.'],
  'not-yet-valid': ['Thời điểm tạo giao dịch ở tương lai.', 'The payment is dated in the future.'],
  expired: ['Giao dịch đã quá hạn thanh toán.', 'The time to pay has run out.'],
  'duplicate-reference': ['Mã giao dịch đã được dùng trong ngày.', 'The reference was used on this day already.'],
  'unknown-payment': ['Không có giao dịch này.', 'There is no such payment.'],
  'already-ended': ['Giao dịch đã kết thúc theo cách khác.', 'The payment has ended in another way.'],
  'unknown-choice': ['Không có lựa chọn này.', 'There is no such choice.'],
};

export type PageError = keyof typeof reasons;

/** Says why the gateway does not go on; `data-error` carries the reason for programs. */
export const errorPage = (reason: PageError, detail: string): string => {
  const [vietnamese, english] = reasons[reason];
  return page(
    'Không thanh toán được / Payment refused',
    `<h1>Không thanh toán được <small lang="en">Payment refused</small></h1>
<p data-error="${reason}">${vietnamese} <small lang="en">${english}</small> <code>${escapeHtml(detail)}</code></p>`,
  );
};
