import { createHash } from 'node:crypto';
import { type ApiClient, objectField, textField } from './api-client.ts';

/** A small, valid PDF: a lease of synthetic people with the owner's consent. */
export const leasePdf = (): Buffer =>
  Buffer.from(
    [
      '%PDF-1.4',
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj',
      '4 0 obj<</Length 92>>stream',
      'BT /F 14 Tf 60 760 Td (Hop dong thue nha - chu so huu dong y cho dang ky thuong tru) Tj ET   ',
      'endstream endobj',
      '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
      'trailer<</Root 1 0 R>>',
      '%%EOF',
    ].join('\n'),
  );

/**
 * Uploads one document of a draft the way a portal does: announce, put straight into the store, confirm. At a counter an officer does it
 * (`audience`).
 */
export const uploadDocument = async (
  client: ApiClient,
  dossierId: string,
  document: string,
  body: Buffer,
  contentType: string,
  audience: 'citizen' | 'staff' = 'citizen',
): Promise<void> => {
  const path = `/${audience}/dossiers/${dossierId}/documents/${document}`;
  const link = await client.post(`${path}/upload`, {
    sha256: createHash('sha256').update(body).digest('base64'),
    bytes: body.length,
    contentType,
  });
  const headers = Object.fromEntries(Object.entries(objectField(link, 'headers')).map(([name, value]) => [name, String(value)]));
  const { 'content-length': _length, 'Content-Length': _alsoLength, ...given } = headers;
  const put = await fetch(textField(link, 'url'), { method: 'PUT', headers: given, body: new Uint8Array(body) });
  if (!put.ok) throw new Error(`the store refused the upload: ${put.status} ${await put.text()}`);
  await client.post(`${path}/confirmation`);
};
