import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/payment/payment.env.ts';
import { allowSecret, type Cell, tableRights } from '../cell.ts';
import { runbookAlarm } from '../constructs/alarm.ts';
import { countedLines } from '../constructs/counted-lines.ts';
import { ServiceFunction } from '../constructs/service-function.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** Payment attempts and the gateway's two ways back: the browser that shows, the notification that books. */
export class PaymentFeature extends Construct {
  constructor(scope: Construct, id: string, { code, state, api, addresses }: Cell) {
    super(scope, id);
    const table = state.dossiers.tableArn;
    const { read, list, write, count } = tableRights;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const MERCHANT_SECRET = state.merchant.secretArn;
    const open = new ServiceFunction<Env<'OpenPaymentEnv'>>(this, 'OpenPayment', {
      entry: 'payment/open-payment',
      environment: {
        DOSSIERS_TABLE,
        MERCHANT_SECRET,
        OWNER_KEYS_SECRET: state.ownerKeys.secretArn,
        PAYMENT_PAGE: addresses.PaymentPage.valueAsString,
        API_ADDRESS: addresses.ApiAddress.valueAsString,
      },
    }).allow([...read, ...write], [table]);
    allowSecret(open, state.ownerKeys);
    const notify = new ServiceFunction<Env<'NotifyPaymentEnv'>>(this, 'NotifyPayment', {
      entry: 'payment/notify-payment',
      environment: { CELL: code, DOSSIERS_TABLE, MERCHANT_SECRET },
    }).allow([...read, ...list, ...write, ...count], [table]);
    this.#watchContradictions(code, notify.lambda.logGroup);
    const back = new ServiceFunction<Env<'ReturnFromPaymentEnv'>>(this, 'ReturnFromPayment', {
      entry: 'payment/return-from-payment',
      environment: { DOSSIERS_TABLE, MERCHANT_SECRET },
    }).allow(read, [table]);
    for (const fn of [open, notify, back]) allowSecret(fn, state.merchant);

    api.route('POST /citizen/dossiers/{dossierId}/payments', open);
    api.route('GET /public/payments/vnpay/notification', notify);
    api.route('GET /public/payments/vnpay/return', back);
  }

  /** Counts the lines that the handler writes of a notification that says otherwise than what was recorded. */
  #watchContradictions(cell: string, logGroup: ILogGroup): void {
    runbookAlarm(this, 'ContradictedAlarm', {
      metric: countedLines(this, 'Contradicted', {
        cell,
        logGroup,
        message: 'payment-contradicted',
        metricName: 'PaymentsContradicted',
      }),
      effect: 'The payment gateway says otherwise of an ended attempt than what was recorded: somebody may have paid for nothing.',
      runbook: 'payments-contradicted',
    });
  }
}
