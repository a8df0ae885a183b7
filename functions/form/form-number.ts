import type { OfficeKind } from '../procedure/procedure.ts';
import type { FormDefinition } from './form-set.ts';

/**
 * The number of a form where the rules name its suffix: what follows the agency in the dossier's code (its day and running number), the
 * number of the event, the suffix: `261123-000001.5/BPTNTKQ`. The running number is that of the code, because no rule says what the
 * number of a form counts (docs/adr/0009-forms.md). Undefined where no suffix is known.
 */
export const formNumber = (
  { number }: Pick<FormDefinition, 'number'>,
  office: OfficeKind,
  dossierCode: string,
  n: number,
): string | undefined => {
  const suffix = number?.suffixes[office];
  return suffix && `${dossierCode.slice(dossierCode.indexOf('-') + 1)}.${n}/${suffix}`;
};
