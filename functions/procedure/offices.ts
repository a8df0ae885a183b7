import * as z from 'zod';
import agencies from '../../catalogue/agencies.json' with { type: 'json' };
import { OfficeKind } from './procedure.ts';

const Office = z.object({
  kind: OfficeKind,
  agency: z.string(),
  prefix: z.string().regex(/^[A-Z][A-Z0-9]{2}$/),
  /** Whether every commune has one, or one serves the whole cell. */
  per: z.enum(['commune', 'cell']),
  name: z.object({ vi: z.string(), en: z.string() }),
});
const { offices, communesPerCell } = z.object({ communesPerCell: z.int().min(1).max(99), offices: z.array(Office) }).parse(agencies);

const digits = (n: number, width: number): string => String(n).padStart(width, '0');
const codeOf = ({ prefix, per }: z.infer<typeof Office>, cell: string, commune: number): string =>
  `${prefix}.0${cell}.${digits(per === 'cell' ? 0 : commune, 3)}`;

/** The code of every kind of office that serves one commune. */
export type OfficesOfCommune = Readonly<Record<OfficeKind, string>>;

const officesOfNumber = (cell: string, commune: number): OfficesOfCommune => {
  const code = (kind: OfficeKind): string => {
    const office = offices.find((one) => one.kind === kind);
    if (!office) throw new Error(`the catalogue has no office of kind ${kind}`);
    return codeOf(office, cell, commune);
  };
  return {
    'commune-police': code('commune-police'),
    'commune-committee': code('commune-committee'),
    'land-registration': code('land-registration'),
  };
};

/** The synthetic communes of a cell, in order. */
export const communesOf = (cell: string): readonly string[] =>
  Array.from({ length: communesPerCell }, (_, index) => `T${cell}${digits(index + 1, 2)}`);

/** The offices of a commune; undefined when it is no commune of this cell. */
export const officesOf = (cell: string, commune: string): OfficesOfCommune | undefined => {
  const number = communesOf(cell).indexOf(commune) + 1;
  return number === 0 ? undefined : officesOfNumber(cell, number);
};

/** Kind and agency of an office; undefined for a code that is not in the catalogue. */
export const officeByCode = (code: string): { readonly kind: OfficeKind; readonly agency: string } | undefined => {
  const [, prefix, number] = /^([A-Z][A-Z0-9]{2})\.0\d{2}\.(\d{3})$/.exec(code) ?? [];
  const office = offices.find((one) => one.prefix === prefix);
  const most = office?.per === 'cell' ? 0 : communesPerCell;
  const least = office?.per === 'cell' ? 0 : 1;
  if (!office || Number(number) < least || Number(number) > most) return undefined;
  return { kind: office.kind, agency: office.agency };
};

/** The offices of the commune that the office of a commune belongs to. @throws for any other code */
export const officesBeside = (code: string): OfficesOfCommune => {
  const office = officeByCode(code);
  const [, cell, commune] = code.split('.');
  if (!office || !cell || Number(commune) === 0) throw new Error(`${code} is not the office of a commune`);
  return officesOfNumber(cell.slice(1), Number(commune));
};
