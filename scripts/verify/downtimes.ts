import { type CertifiedDowntime, Downtime, Superseded } from '../../functions/downtime/downtime.ts';
import type { Item } from '../../functions/ledger/ledger.ts';

/** The register of downtimes, with what became of each. What cannot be read is none of it. */
export const readRegister = (items: readonly Item[]): readonly CertifiedDowntime[] => {
  const marks = items.flatMap((item) => Superseded.safeParse(item).data ?? []);
  return items.flatMap((item) => {
    const { data } = Downtime.safeParse(item);
    if (!data) return [];
    const superseded = marks.find((mark) => mark.superseded === data.id);
    return [{ ...data, ...(superseded && { superseded }) }];
  });
};

/** Those that counted for a step at `moment`: certified by then, and neither corrected nor withdrawn. */
export const countedAt = (register: readonly CertifiedDowntime[], moment: string): readonly CertifiedDowntime[] =>
  register.filter(({ certifiedAt, superseded }) => certifiedAt <= moment && !(superseded && superseded.at <= moment));
