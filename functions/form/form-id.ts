import * as z from 'zod';
import { FormCode } from './form-set.ts';

/** A form of one dossier: its code and the number of the event that demanded it, for example `CT04-5`. */
export const FormId = z.string().regex(/^(0[1-7]|CT0[4568])-[1-9]\d{0,3}$/, 'must be a form, for example CT04-5');

export const formIdOf = (code: FormCode, n: number): string => `${code}-${n}`;

export const parseFormId = (id: string): { readonly code: FormCode; readonly n: number } => {
  const [code, n] = FormId.parse(id).split('-');
  return { code: FormCode.parse(code), n: Number(n) };
};
