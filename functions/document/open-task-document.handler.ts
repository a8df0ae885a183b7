import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import type { DocumentLinkDeps } from './document-link.ts';
import { openTaskDocumentContract } from './open-task-document.contract.ts';
import { openTaskDocument } from './open-task-document.ts';

/** POST /agency/tasks/{taskId}/documents/{document}/link */
export const createHandler = (deps: DocumentLinkDeps & HttpDeps) => {
  const open = openTaskDocument(deps);

  return httpHandler(openTaskDocumentContract, deps, async ({ caller, path }) => {
    const { system } = caller;
    const outcome = await open({ ...path, system });

    switch (outcome.kind) {
      case 'ready':
        return ok({ url: outcome.link.url, expiresAt: outcome.link.expiresAt.toISOString() });
      case 'task-not-found':
        return problem('task-not-found');
      case 'task-closed':
        return problem('task-closed');
      case 'document-not-found':
        return problem('document-not-found');
      case 'not-cleared':
        return problem('document-not-cleared', { scan: outcome.scan });
    }
  });
};
