import { namedOffice } from '../procedure/offices.ts';

/** An office as a form names it: `Công an xã thử nghiệm (G01.042.001)`. */
export const officeText = (code: string): string => {
  const known = namedOffice(code);
  return known ? `${known.name.vi} (${code})` : code;
};
