import { type Json, numberField, textField } from '../../../local/demo/api-client.ts';
import { signedQuery } from '../../../local/stand-ins/payment-gateway/signature.ts';
import type { TestPlace } from './test-place.ts';

/** The query by which the gateway's server tells that an attempt was paid, signed as the gateway signs. */
export const paidNotification = ({ merchant }: Pick<TestPlace, 'merchant'>, attempt: Json): string =>
  signedQuery(
    {
      vnp_Amount: String(numberField(attempt, 'amount') * 100),
      vnp_BankCode: 'NCB',
      vnp_OrderInfo: 'Le phi ho so',
      vnp_PayDate: '20261123090000',
      vnp_ResponseCode: '00',
      vnp_TmnCode: merchant.tmnCode,
      vnp_TransactionNo: '14000001',
      vnp_TransactionStatus: '00',
      vnp_TxnRef: textField(attempt, 'reference'),
    },
    merchant.secrets[0] ?? '',
  );
