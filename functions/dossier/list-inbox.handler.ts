import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok } from '../platform/http-answer.ts';
import { dossierHead } from './dossier-view.ts';
import { listInboxContract } from './list-inbox.contract.ts';
import { type InboxLine, type ListInboxDeps, listInbox } from './list-inbox.ts';

const entryOf = (line: InboxLine) => {
  const { kind, dueAt } = line;
  if (line.kind === 'dossier') {
    const { submittedAt, lookups } = line.meta;
    return { kind, dueAt, ...dossierHead(line.meta), submittedAt, lookups };
  }
  if (line.kind === 'errand') return { kind, dueAt, errand: line.errand, ...dossierHead(line.meta) };
  const { taskId, kind: task, role, state, dossierId, openedAt } = line.task;
  return { kind, dueAt, taskId, task, role, state, dossierId, openedAt };
};

/** GET /staff/inbox */
export const createHandler = (deps: ListInboxDeps & HttpDeps) => {
  const list = listInbox(deps);

  return httpHandler(listInboxContract, deps, async ({ caller, query }) => {
    const { lines, cursor } = await list(caller.office, query.cursor);
    return ok({ entries: lines.map(entryOf), cursor });
  });
};
