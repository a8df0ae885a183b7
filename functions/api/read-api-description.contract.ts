import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';

export const readApiDescriptionContract = httpContract({
  operation: 'readApiDescription',
  summary: 'Read the description of this API (OpenAPI 3.1)',
  answers: { 200: { description: 'This document.', schema: z.object({ openapi: z.string() }).loose() } },
  problems: [],
});
