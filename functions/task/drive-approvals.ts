import * as z from 'zod';
import { CloudEvent, wireType } from '../ledger/cloud-event.ts';
import { taskKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { parseTaskId, Task, TaskId } from '../ledger/task.ts';
import { type ApprovalMachine, approvalInput, executionName, needsExecution, outcomeOf } from './approval-machine.ts';
import { readTokens } from './task-token.ts';

export type DriveApprovalsDeps = {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItem' | 'list'>;
  readonly machine: ApprovalMachine;
};

/** What was done about one event; each is a success, however often the event comes. */
export type DriveApprovalsOutcome = {
  readonly kind: 'started' | 'exists' | 'outdated' | 'moved' | 'moved-already' | 'no-token' | 'not-for-approvals';
};

/** The parts of the events that this consumer reads. */
export const ApprovalEvent = CloudEvent.pick({ type: true, subject: true }).extend({ data: z.record(z.string(), z.unknown()) });
export type ApprovalEvent = z.infer<typeof ApprovalEvent>;

const RunData = z.object({ run: z.int().positive() });
const TaskData = z.object({ taskId: TaskId });

/** Starts the execution of the run that the event announces, with the plan as META holds it; an older run's event is outdated. */
const start = async ({ ledger, machine }: DriveApprovalsDeps, dossierId: string, run: number): Promise<DriveApprovalsOutcome> => {
  const meta = await ledger.readMeta(dossierId);
  if (!meta) throw new Error(`an event names dossier ${dossierId}, which does not exist`);
  if (meta.run !== run || !needsExecution(meta)) return { kind: 'outdated' };
  return { kind: await machine.start(executionName(dossierId, run), approvalInput(meta)) };
};

/** Tells the state machine of a closed task. Without a token nobody waits yet: who stores it will find the task closed. */
const move = async ({ ledger, machine }: DriveApprovalsDeps, taskId: string): Promise<DriveApprovalsOutcome> => {
  const tokens = await readTokens(ledger, taskId);
  if (tokens.length === 0) return { kind: 'no-token' };
  const { dossierId, n } = parseTaskId(taskId);
  const outcome = outcomeOf(Task.parse(await ledger.readItem(taskKey(dossierId, n))));
  if (!outcome) throw new Error(`an event says that task ${taskId} is closed, the table that it is open`);
  let kind: 'moved' | 'moved-already' = 'moved-already';
  for (const token of tokens) if ((await machine.succeed(token, outcome)) === 'moved') kind = 'moved';
  return { kind };
};

/** Moves the state machine after what the dossiers' history says: starts executions, and lets them go on when a task closed. */
export const driveApprovals =
  (deps: DriveApprovalsDeps) =>
  async ({ type, subject, data }: ApprovalEvent): Promise<DriveApprovalsOutcome> => {
    switch (type) {
      case wireType('dossier.processing-started'):
      case wireType('dossier.execution-restarted'):
        return start(deps, subject, RunData.parse(data).run);
      case wireType('task.answered'):
      case wireType('task.decided'):
        return move(deps, TaskData.parse(data).taskId);
      default:
        return { kind: 'not-for-approvals' };
    }
  };
