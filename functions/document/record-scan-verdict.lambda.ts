import { createHandler } from './record-scan-verdict.handler.ts';
import { recordScanVerdictRuntime } from './record-scan-verdict.runtime.ts';

export const handler = createHandler(recordScanVerdictRuntime());
