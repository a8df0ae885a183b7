import * as z from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { MerchantAccount } from './vnpay.ts';

/** The secret as stored: `{ "tmnCode": "…", "secrets": [current, previous?] }`. The first secret signs, all of them verify. */
export const StoredMerchantAccount = z.object({
  tmnCode: z.string().regex(/^[A-Za-z0-9]{8}$/),
  secrets: z.array(z.string().min(16)).min(1).max(2),
});

/** An account is read again after five minutes, the gateway's pause between two notifications: a new secret reaches warm functions. */
const KEPT_FOR_MS = 5 * 60_000;

/** Keeps what `read` gave for five minutes; a reading that failed is not kept. */
export const merchantAccount = (read: () => Promise<MerchantAccount>, clock: Clock): (() => Promise<MerchantAccount>) => {
  let kept: { readonly account: Promise<MerchantAccount>; readonly until: number } | undefined;
  return () => {
    const now = clock.now().getTime();
    if (!kept || now >= kept.until) kept = { account: read(), until: now + KEPT_FOR_MS };
    const { account } = kept;
    account.catch(() => {
      if (kept?.account === account) kept = undefined;
    });
    return account;
  };
};
