import { createHandler } from './open-draft.handler.ts';
import { openDraftRuntime } from './open-draft.runtime.ts';

export const handler = createHandler(openDraftRuntime());
