import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { EDocument } from '../platform/national-cell.ts';

export const storeEDocumentContract = httpContract({
  operation: 'storeEDocument',
  summary: "Put a signed result into its owner's store; the result code makes repeating harmless",
  body: EDocument,
  answers: { 200: { description: 'The document is in the store.', schema: z.object({ code: EDocument.shape.code }) } },
  problems: ['role-missing', 'e-document-conflict'],
});
