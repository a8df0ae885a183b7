import { createHandler } from './reissue-receipt.handler.ts';
import { reissueReceiptRuntime } from './reissue-receipt.runtime.ts';

export const handler = createHandler(reissueReceiptRuntime());
