import * as z from 'zod';
import type { Ledger } from './ledger.ts';
import { Instant, type Meta } from './meta.ts';

/**
 * How long after the end of an attempt the gateway may still tell that it was paid (milliseconds): it repeats a notification up to ten
 * times, five minutes apart (domain notes, rules.md 5.1).
 */
const TOLD_WITHIN_MS = 10 * 5 * 60_000;

/** As much of an attempt to pay as whoever waits for it reads. */
const Attempt = z.object({ attempt: z.int().positive(), reference: z.string(), state: z.string(), validUntil: Instant });

/** An attempt of which nobody knows yet whether it was paid, and until when the gateway may still tell. */
export type AwaitedAttempt = { readonly attempt: number; readonly reference: string; readonly until: string };

/** The attempt of a dossier that is to be waited for the longest at `at`; undefined when the end of each is known, or is not told any more. */
export const awaitedAttempt = async (
  ledger: Pick<Ledger, 'list'>,
  { dossierId, attempts }: Pick<Meta, 'dossierId' | 'attempts'>,
  at: Date,
): Promise<AwaitedAttempt | undefined> => {
  if (attempts === 0) return undefined;
  const payments = (await ledger.list(dossierId, 'PAYMENT#')).map((item) => Attempt.parse(item));
  return payments
    .filter(({ state }) => state === 'open')
    .map(({ attempt, reference, validUntil }) => ({
      ...{ attempt, reference },
      until: new Date(Date.parse(validUntil) + TOLD_WITHIN_MS).toISOString(),
    }))
    .filter(({ until }) => until > at.toISOString())
    .reduce<AwaitedAttempt | undefined>((last, one) => (last && last.until >= one.until ? last : one), undefined);
};
