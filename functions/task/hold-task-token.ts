import { taskKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { parseTaskId, Task } from '../ledger/task.ts';
import type { Clock } from '../platform/clock.ts';
import { type ApprovalMachine, outcomeOf } from './approval-machine.ts';
import { storeToken } from './task-token.ts';

export type HoldTaskTokenDeps = {
  readonly ledger: Pick<Ledger, 'putItem' | 'readItem'>;
  readonly machine: Pick<ApprovalMachine, 'succeed'>;
  readonly clock: Clock;
};

export type HoldTaskTokenInput = { readonly dossierId: string; readonly taskId: string; readonly token: string };

/** `moved`: the task was closed before its token was held, so the state machine was told here. */
export type HoldTaskTokenOutcome = { readonly kind: 'held' | 'moved' | 'moved-already' };

/**
 * Keeps the token with which the state machine waits for a task. The token is stored first and the task read after it: whichever
 * comes second, this or the closing of the task, finds what the other wrote, so one of the two always tells the state machine.
 */
export const holdTaskToken =
  ({ ledger, machine, clock }: HoldTaskTokenDeps) =>
  async ({ dossierId, taskId, token }: HoldTaskTokenInput): Promise<HoldTaskTokenOutcome> => {
    const named = parseTaskId(taskId);
    if (named.dossierId !== dossierId) throw new Error(`task ${taskId} is not of dossier ${dossierId}`);
    await storeToken(ledger, { dossierId, taskId, token, heldAt: clock.now().toISOString() });
    const item = await ledger.readItem(taskKey(dossierId, named.n));
    if (!item) throw new Error(`the plan names task ${taskId}, which was never opened`);
    const outcome = outcomeOf(Task.parse(item));
    return { kind: outcome ? await machine.succeed(token, outcome) : 'held' };
  };
