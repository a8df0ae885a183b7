import { type HttpAnswer, ok, problem } from '../platform/http-answer.ts';
import type { CloseTaskOutcome } from './close-task.ts';

/** The HTTP answer to an attempt to close a task. `elsewhere` says where tasks of the other role are closed. */
export const answerClosing = (outcome: CloseTaskOutcome, elsewhere: string): HttpAnswer => {
  switch (outcome.kind) {
    case 'closed-now':
    case 'closed-before':
      return ok({ ...outcome.task, state: 'closed' });
    case 'not-found':
      return problem('task-not-found');
    case 'other-role':
      return problem('role-missing', { detail: elsewhere });
    case 'already-closed':
      return problem('task-closed', { detail: 'The task was closed before; its answer stands.' });
    case 'sent-back':
      return problem('task-sent-back');
    case 'cancelled':
      return problem('task-closed', { detail: 'The dossier was stopped; nothing is to be answered any more.' });
    case 'wrong-state':
      return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
  }
};
