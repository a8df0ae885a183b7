import { taskKey } from '../ledger/item-keys.ts';
import { parseTaskId, Task } from '../ledger/task.ts';
import { type DocumentLinkDeps, type DocumentLinkOutcome, documentLink } from './document-link.ts';

export type OpenTaskDocumentInput = { readonly system: string; readonly taskId: string; readonly document: string };

export type OpenTaskDocumentOutcome = DocumentLinkOutcome | { readonly kind: 'task-not-found' } | { readonly kind: 'task-closed' };

/**
 * Gives an agency system a link to a document of the dossier whose task it holds, while the task is open. The owner can see
 * that it was given.
 */
export const openTaskDocument = (deps: DocumentLinkDeps) => {
  const linkTo = documentLink(deps);

  return async ({ system, taskId, document }: OpenTaskDocumentInput): Promise<OpenTaskDocumentOutcome> => {
    const { dossierId, n } = parseTaskId(taskId);
    const item = await deps.ledger.readItem(taskKey(dossierId, n));
    const task = item && Task.parse(item);
    if (task?.agency !== system) return { kind: 'task-not-found' };
    if (task.state !== 'open') return { kind: 'task-closed' };
    return linkTo({ dossierId, document, by: { kind: 'agency', id: system }, taskId });
  };
};
