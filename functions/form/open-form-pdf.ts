import type { FormFiles } from './form-files.ts';
import { parseFormId } from './form-id.ts';
import { type FormReadingDeps, type FormRequest, formReading } from './form-reading.ts';
import type { IssuedForm } from './issued-form.ts';

export type OpenFormPdfDeps = FormReadingDeps & {
  readonly formFiles: FormFiles;
  /** Prints a form and signs the file in the agency's name. */
  readonly printSigned: (form: IssuedForm) => Promise<Uint8Array>;
};

export type OpenFormPdfOutcome =
  | { readonly kind: 'ready'; readonly url: string; readonly expiresAt: Date }
  | { readonly kind: 'form-not-found' }
  | { readonly kind: 'not-found' };

/** The key of a form's PDF names dossier, event and form, and nobody. The malware scan leaves this prefix out. */
const formObjectKey = (dossierId: string, form: string): string => {
  const { code, n } = parseFormId(form);
  return `forms/${dossierId}/${n}/${code}.pdf`;
};

/**
 * Gives a link to the PDF of a form. It is made and signed when somebody first opens it, and stored once: whoever opens it later, or at
 * the same moment, gets the same file.
 */
export const openFormPdf = (deps: OpenFormPdfDeps) => {
  const { formFiles, printSigned } = deps;
  const { find } = formReading(deps);

  return async (request: FormRequest): Promise<OpenFormPdfOutcome> => {
    const found = await find(request);
    if (found.kind !== 'found') return found;
    const key = formObjectKey(request.dossierId, request.form);
    if (!(await formFiles.exists(key))) await formFiles.createOnce(key, await printSigned(await found.make()), 'application/pdf');
    return { kind: 'ready', ...(await formFiles.readLink(key, `${request.form}.pdf`)) };
  };
};
