import type { FeeRow, Procedure } from './procedure.ts';

export type FeeCase = { readonly channel: FeeRow['channel']; readonly case?: string /** Local day, `YYYY-MM-DD`. */; readonly day: string };

/**
 * The row of the fee schedule that covers a case; undefined when none does, and then nobody may guess an amount.
 * @throws when two rows cover it: the catalogue contradicts itself
 */
export const feeRow = ({ id, fees }: Procedure, { channel, case: name = 'standard', day }: FeeCase): FeeRow | undefined => {
  const rows = fees.filter(
    (row) => row.case === name && row.channel === channel && row.validFrom <= day && (row.validTo === undefined || day <= row.validTo),
  );
  if (rows.length > 1) throw new Error(`procedure ${id}: ${rows.length} fee rows cover ${name}/${channel} on ${day}`);
  return rows[0];
};
