import * as z from 'zod';
import agencies from '../../catalogue/agencies.json' with { type: 'json' };
import { Confidence } from '../calendar/sourced.ts';
import { OfficeKind } from './procedure.ts';

const Office = z.object({
  kind: OfficeKind,
  agency: z.string(),
  prefix: z.string().regex(/^[A-Z][A-Z0-9]{2}$/),
  /** Whether every commune has one, or one serves the whole cell. */
  per: z.enum(['commune', 'cell']),
  /** Whether people bring their dossiers to it, also those that another office decides. */
  counter: z.boolean(),
  /** Its number in dossier codes of the province. */
  codeUnit: z.string().regex(/^\d{2,3}$/),
  name: z.object({ vi: z.string(), en: z.string() }),
});
/** Level 1 of the agency codes of a province (Decision 20/2020/QĐ-TTg). */
const ProvinceCode = z.object({
  cell: z.string(),
  code: z.string().regex(/^H\d{2}$/),
  confidence: Confidence,
  source: z.string(),
});
const { offices, communesPerCell, kioskPrefix, provinceCodes } = z
  .object({
    communesPerCell: z.int().min(1).max(99),
    kioskPrefix: z.string(),
    offices: z.array(Office),
    provinceCodes: z.array(ProvinceCode),
  })
  .parse(agencies);

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
    'one-stop': code('one-stop'),
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

const officeOf = (
  code: string,
): { readonly office: z.infer<typeof Office>; readonly cell: string; readonly number: string } | undefined => {
  const [, prefix, cell = '', number = ''] = /^([A-Z][A-Z0-9]{2})\.0(\d{2})\.(\d{3})$/.exec(code) ?? [];
  const office = offices.find((one) => one.prefix === prefix);
  const most = office?.per === 'cell' ? 0 : communesPerCell;
  const least = office?.per === 'cell' ? 0 : 1;
  if (!office || Number(number) < least || Number(number) > most) return undefined;
  return { office, cell, number };
};

/** Kind and agency of an office; undefined for a code that is not in the catalogue. */
export const officeByCode = (code: string): { readonly kind: OfficeKind; readonly agency: string } | undefined => {
  const { kind, agency } = officeOf(code)?.office ?? {};
  return kind && agency ? { kind, agency } : undefined;
};

/** Whether people of a cell may bring dossiers to an office: a one-stop, or an office with a counter of its own. */
export const takesDossiersIn = (cell: string, code: string): boolean => {
  const known = officeOf(code);
  return known?.cell === cell && known.office.counter;
};

/** Whether two offices of communes serve the same commune. */
export const serveSameCommune = (one: string, other: string): boolean => {
  const [first, second] = [officeOf(one), officeOf(other)];
  return first !== undefined && first.office.per === 'commune' && first.cell === second?.cell && first.number === second.number;
};

/** The one-stop whose hall a kiosk stands in; undefined for a kiosk that the cell does not have. */
export const oneStopOfKiosk = (cell: string, kiosk: string): string | undefined => {
  const [prefix, ...rest] = kiosk.split('.');
  const oneStop = offices.find(({ kind }) => kind === 'one-stop');
  if (prefix !== kioskPrefix || !oneStop) return undefined;
  const code = [oneStop.prefix, ...rest].join('.');
  return officeOf(code)?.cell === cell ? code : undefined;
};

/** The agency at whose counter a dossier came in: its hours decide when it did. */
export const receivingAgency = ({ agency, receivedOffice }: { readonly agency: string; readonly receivedOffice?: string | undefined }) =>
  (receivedOffice && officeByCode(receivedOffice)?.agency) || agency;

/**
 * The agency's part of a dossier code that the province issues for an office: data of the catalogue, never made of the province's
 * number. Undefined where the code of the province is not known.
 */
export const provinceCodeOf = (code: string): string | undefined => {
  const known = officeOf(code);
  const province = known && provinceCodes.find(({ cell }) => cell === known.cell);
  if (!known || !province) return undefined;
  const { codeUnit, per } = known.office;
  return [province.code, codeUnit, ...(per === 'commune' ? [known.number] : [])].join('.');
};

/** The offices of the commune that the office of a commune belongs to. @throws for any other code */
export const officesBeside = (code: string): OfficesOfCommune => {
  const known = officeOf(code);
  if (!known || known.office.per === 'cell') throw new Error(`${code} is not the office of a commune`);
  return officesOfNumber(known.cell, Number(known.number));
};

/** Name of an office and the cell that it is in; undefined for a code that is not in the catalogue. */
export const namedOffice = (
  code: string,
): { readonly kind: OfficeKind; readonly name: { readonly vi: string; readonly en: string }; readonly cell: string } | undefined => {
  const known = officeOf(code);
  return known && { kind: known.office.kind, name: known.office.name, cell: known.cell };
};
