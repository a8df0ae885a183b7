import { bundledCalendars } from '../../../functions/calendar/calendars.ts';
import type { Meta } from '../../../functions/ledger/meta.ts';
import { createHandler as notifyHandler } from '../../../functions/payment/notify-payment.handler.ts';
import { createHandler as openHandler } from '../../../functions/payment/open-payment.handler.ts';
import { createHandler as returnHandler } from '../../../functions/payment/return-from-payment.handler.ts';
import { type MerchantAccount, signedQuery } from '../../../functions/payment/vnpay.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import type { HttpEvent } from '../../../functions/platform/http.ts';
import { bundledProcedures } from '../../../functions/procedure/catalogue.ts';
import { owner, unpaidMeta } from '../../support/accepted-dossier.ts';
import { fixedClock, fixedOwnerIndex, noPause, recordedLog } from '../../support/fixed.ts';
import { fixedDowntimes } from '../../support/fixed-downtimes.ts';
import { callHttp, citizenClaims, httpEvent } from '../../support/http-event.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

export const account: MerchantAccount = { tmnCode: 'DEMOTEST', secrets: ['TESTSECRET0123456789ABCDEFGHIJKL'] };
const openedAt = '2026-11-23T02:30:00.000Z';

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** The payment functions over one ledger in memory that holds an unpaid dossier. */
export const paymentBench = async (more: Partial<Meta> = {}, { rotatedOwnerKeys = false } = {}) => {
  const ledger = memoryLedger();
  const meta = await unpaidMeta(more);
  ledger.seed(meta);
  const clock = fixedClock(openedAt);
  const log = recordedLog();
  let current = account;
  const deps = {
    ledger,
    clock,
    log,
    claimNames: defaultClaimNames,
    pause: noPause,
    random: () => 0.5,
    ownerIndex: fixedOwnerIndex({ rotated: rotatedOwnerKeys }),
    account: async () => current,
    page: 'https://pay.example/paymentv2/vpcpay.html',
    returnUrl: 'https://api.example/public/payments/vnpay/return',
    cell: '42',
    ...{ procedures: bundledProcedures, calendars: bundledCalendars, downtimes: fixedDowntimes() },
  };
  const { dossierId } = meta;
  const open = openHandler(deps);
  const notify = notifyHandler(deps);
  const back = returnHandler(deps);

  /** A notification as VNPAY signs it; `undefined` leaves a parameter out. */
  const notification = (attempt = 1, changes: Record<string, string | undefined> = {}, by = account): string => {
    const all = {
      vnp_Amount: '1000000',
      vnp_BankCode: 'NCB',
      vnp_BankTranNo: 'VNP14226112',
      vnp_CardType: 'ATM',
      vnp_OrderInfo: 'Le phi ho so G01.042.001-261123-000001',
      vnp_PayDate: '20261123093512',
      vnp_ResponseCode: '00',
      vnp_TmnCode: by.tmnCode,
      vnp_TransactionNo: '14226112',
      vnp_TransactionStatus: '00',
      vnp_TxnRef: `${dossierId}${String(attempt).padStart(2, '0')}`,
      ...changes,
    };
    const entries = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    return signedQuery(by, Object.fromEntries(entries));
  };

  const withQuery = (operation: 'notifyPayment' | 'returnFromPayment', rawQueryString: string): HttpEvent => ({
    ...httpEvent(operation, { query: Object.fromEntries(new URLSearchParams(rawQueryString)) }),
    rawQueryString,
  });

  return {
    ...deps,
    meta,
    dossierId,
    notification,
    /** From here on the merchant account is another one. */
    useAccount: (next: MerchantAccount) => {
      current = next;
    },
    open: (parts: { key?: string; claims?: Record<string, string>; dossierId?: string } = {}): Promise<Answer> =>
      callHttp(
        open,
        httpEvent('openPayment', {
          claims: citizenClaims({ ...owner, ...parts.claims }),
          path: { dossierId: parts.dossierId ?? dossierId },
          headers: { 'idempotency-key': parts.key ?? 'key-0001' },
        }),
      ),
    notify: (query: string): Promise<Answer> => callHttp(notify, withQuery('notifyPayment', query)),
    back: async (query: string) => {
      const answer = await back(withQuery('returnFromPayment', query), {} as never);
      return { status: answer.statusCode, headers: answer.headers, page: answer.body };
    },
    payment: (attempt = 1) => ledger.items().find((item) => item['sk'] === `PAYMENT#${String(attempt).padStart(4, '0')}`),
    events: () => ledger.events(dossierId).map(({ n, type, from, to, data }) => ({ n, type, ...(to && { from, to }), data })),
    types: () => ledger.events(dossierId).map(({ type }) => type),
  };
};

export type PaymentBench = Awaited<ReturnType<typeof paymentBench>>;
