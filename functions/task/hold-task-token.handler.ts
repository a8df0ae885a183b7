import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { TaskId } from '../ledger/task.ts';
import type { Log } from '../platform/log.ts';
import { type HoldTaskTokenDeps, type HoldTaskTokenOutcome, holdTaskToken } from './hold-task-token.ts';

/** What `Await answer` of state-machines/approval.asl.json sends. */
const Payload = z.object({ dossierId: DossierId, taskId: TaskId, token: z.string().min(1) });

/** Called by the state machine; a throw is retried or restarted by it. */
export const createHandler = (deps: HoldTaskTokenDeps & { readonly log: Log }) => {
  const hold = holdTaskToken(deps);

  return async (event: unknown): Promise<HoldTaskTokenOutcome> => {
    const payload = Payload.parse(event);
    const outcome = await hold(payload);
    deps.log('INFO', 'holdTaskToken', { taskId: payload.taskId, outcome: outcome.kind });
    return outcome;
  };
};
