import { describe, expect, it } from 'vitest';
import { merchantAccount, StoredMerchantAccount } from '../../../functions/payment/merchant-account.ts';
import { fixedClock } from '../../support/fixed.ts';

const first = { tmnCode: 'DEMOTEST', secrets: ['TESTSECRET0123456789ABCDEFGHIJKL'] };
const second = { ...first, secrets: ['NEWSECRET0123456789ABCDEFGHIJKLM', ...first.secrets] };

describe('the merchant account', () => {
  it('is read once for many requests, and again after five minutes', async () => {
    const clock = fixedClock('2026-11-23T02:00:00Z');
    let reads = 0;
    const account = merchantAccount(async () => (reads++ === 0 ? first : second), clock);
    expect(await account()).toBe(first);
    clock.advance(5 * 60_000 - 1);
    expect(await account()).toBe(first);
    clock.advance(1);
    expect(await account()).toBe(second);
    expect(reads).toBe(2);
  });

  it('is asked for again after a reading that failed', async () => {
    let reads = 0;
    const account = merchantAccount(async () => {
      reads += 1;
      if (reads === 1) throw new Error('the secret cannot be read now');
      return first;
    }, fixedClock('2026-11-23T02:00:00Z'));
    await expect(account()).rejects.toThrow('cannot be read now');
    expect(await account()).toBe(first);
  });

  it.each([
    ['no secret', { ...first, secrets: [] }],
    ['three secrets', { ...first, secrets: [...second.secrets, 'X'.repeat(32)] }],
    ['a short secret', { ...first, secrets: ['short'] }],
    ['a merchant code of another length', { ...first, tmnCode: 'DEMO' }],
    ['no merchant code', { secrets: first.secrets }],
  ])('is refused with %s', (_, stored) => {
    expect(StoredMerchantAccount.safeParse(stored).success).toBe(false);
  });
});
