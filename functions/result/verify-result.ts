import { resultPointerKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ResultCode, ResultPointer } from './result.ts';

export type VerifyResultDeps = { readonly ledger: Pick<Ledger, 'readItem'> };

export type VerifyResultOutcome =
  | { readonly kind: 'valid' | 'revoked'; readonly code: string; readonly result: ResultPointer }
  | { readonly kind: 'unknown' };

/** A code as it was typed or read aloud: without separators, and with the letters that base 32 has no use for as the digits they look like. */
const asTyped = (text: string): string => text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** Whether a code belongs to a result of this cell. Public: what it says holds no personal data. */
export const verifyResult =
  ({ ledger }: VerifyResultDeps) =>
  async (text: string): Promise<VerifyResultOutcome> => {
    const code = ResultCode.safeParse(asTyped(text));
    const item = code.success ? await ledger.readItem(resultPointerKey(code.data)) : undefined;
    if (!code.success || !item) return { kind: 'unknown' };
    const result = ResultPointer.parse(item);
    return { kind: result.revokedAt ? 'revoked' : 'valid', code: code.data, result };
  };
