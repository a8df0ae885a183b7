import { isDeepStrictEqual } from 'node:util';
import { type Task, taskIdOf } from '../../functions/ledger/task.ts';
import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';
import type { Folded } from './fold-history.ts';

type Asked = Pick<Task, 'n' | 'kind' | 'role' | 'agency' | 'office'>;

/** What is asked of whom, by task id. */
const asked = (dossierId: string, tasks: readonly Asked[]) =>
  Object.fromEntries(tasks.map(({ n, kind, role, agency, office }) => [taskIdOf(dossierId, n), { kind, role, agency, office }]));

/** Tasks as the plan asks for them and as the history opened and closed them; tokens of such tasks only. */
export const taskFaults = ({ meta, tasks, tokens }: DossierItems, folded: Folded): string[] => {
  const { dossierId } = meta;
  const reached = folded.run > 0 ? meta.stages.slice(0, folded.stage + 1).flat() : [];
  return [
    ...difference('the tasks', Object.fromEntries(tasks.map(({ taskId, answer, state }) => [taskId, answer ?? state])), folded.tasks),
    ...(isDeepStrictEqual(asked(dossierId, tasks), asked(dossierId, reached)) ? [] : ['its tasks are not those that its plan asks for']),
    ...tasks.flatMap(({ taskId, state, answer, closedAt }) => {
      const answered = answer !== undefined && closedAt !== undefined;
      return (state === 'closed') === answered ? [] : [`${taskId} is ${state} with ${answer ?? 'no answer'}`];
    }),
    ...tasks.flatMap(({ taskId, dueAt }) => difference(`the end of ${taskId}`, dueAt, folded.ends[taskId])),
    ...tokens.flatMap(({ taskId }) => (folded.tasks[taskId] ? [] : [`a token waits for ${taskId}, which was never opened`])),
  ];
};
