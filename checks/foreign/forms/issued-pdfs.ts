import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiClient, listField, objectField, textField } from '../../../local/demo/api-client.ts';
import { isRecord } from '../templates/finding.ts';

/** One PDF to judge: where it lies, what its QR code must hold, and words that must be on it. */
export type IssuedPdf = { readonly name: string; readonly path: string; readonly qr: string; readonly says: readonly string[] };

const textOf = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : []);

/** Opens every form that `client` sees of a dossier, and keeps its file. */
export const openPdfs = async (
  client: ApiClient,
  audience: 'citizen' | 'staff',
  dossierId: string,
  folder: string,
): Promise<IssuedPdf[]> => {
  const forms = `/${audience}/dossiers/${dossierId}/forms`;
  const issued: IssuedPdf[] = [];
  for (const entry of listField(await client.get(forms), 'forms')) {
    const id = textField(entry, 'form');
    const form = await client.get(`${forms}/${id}`);
    const fields = objectField(form, 'fields');
    const link = await client.post(`${forms}/${id}/pdf`);
    const response = await fetch(textField(link, 'url'));
    if (!response.ok) throw new Error(`the link to ${id} answered ${response.status}`);
    const path = join(folder, `${dossierId}-${id}.pdf`);
    writeFileSync(path, new Uint8Array(await response.arrayBuffer()));
    const { title } = form;
    const heading = isRecord(title) ? textOf(title['vi']).map((text) => text.toUpperCase()) : [];
    const [qr = ''] = [...textOf(fields['verification']), ...textOf(fields['dossierCode'])];
    const says = [...heading, ...['issuer', 'dossierCode', 'reason', 'wish'].flatMap((name) => textOf(fields[name]))];
    if (listField(form, 'absent').length > 0) says.push('Mục chưa có dữ liệu');
    issued.push({ name: `${id} of ${dossierId}`, path, qr, says });
  }
  return issued;
};
