import type { Staff } from '../platform/caller.ts';
import { officeByCode } from './offices.ts';

/** `<prefix>.<cell>`: the unit that leads all offices of its prefix in a cell (police units: `G01.ppp`, Circular 58/2025/TT-BCA). */
const UNIT = /^[A-Z][A-Z0-9]{2}\.0\d{2}$/;

/** Whether staff may see how an office works: it is their own, or they lead the unit that is over it. */
export const reaches = ({ office: own, roles }: Pick<Staff, 'office' | 'roles'>, office: string): boolean =>
  own === office || (roles.includes('leader') && UNIT.test(own) && office.startsWith(`${own}.`) && officeByCode(office) !== undefined);
