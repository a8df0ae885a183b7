import * as z from 'zod';
import { CloudEvent, wireType } from '../ledger/cloud-event.ts';
import { taskKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { parseTaskId, Task, TaskId } from '../ledger/task.ts';
import { type ApprovalMachine, approvalInput, executionName, needsExecution, outcomeOf } from './approval-machine.ts';
import { type RestartExecutionDeps, restartExecution } from './restart-execution.ts';
import { readTokens } from './task-token.ts';

export type DriveApprovalsDeps = RestartExecutionDeps & {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItem' | 'list'>;
  readonly machine: ApprovalMachine;
};

/** What was done about one event; each is a success, however often the event comes. */
export type DriveApprovalsOutcome = {
  readonly kind:
    | 'started'
    | 'exists'
    | 'outdated'
    | 'moved'
    /** Nobody waits with a token of the task, which is in order: its execution runs, or none is needed. */
    | 'moved-already'
    | 'no-token'
    | 'in-order'
    /** The execution was found lost: a new run is ordered, or the run that never was started begins. */
    | 'restarted'
    | 'started-late'
    | 'not-for-approvals';
};

/** The parts of the events that this consumer reads. */
export const ApprovalEvent = CloudEvent.pick({ type: true, subject: true, correlationid: true }).extend({
  data: z.record(z.string(), z.unknown()),
});
export type ApprovalEvent = z.infer<typeof ApprovalEvent>;

const RunData = z.object({ run: z.int().positive() });
const TaskData = z.object({ taskId: TaskId });
const StopData = z.object({ cancelled: z.array(TaskId) });

/** @throws when there is no such dossier: its event is no event of this cell, and somebody must look */
const readMetaOf = async (ledger: Pick<Ledger, 'readMeta'>, dossierId: string): Promise<Meta> => {
  const meta = await ledger.readMeta(dossierId);
  if (!meta) throw new Error(`an event names dossier ${dossierId}, which does not exist`);
  return meta;
};

/** Starts the execution of the run that the event announces, with the plan as META holds it; an older run's event is outdated. */
const start = async ({ ledger, machine }: DriveApprovalsDeps, dossierId: string, run: number): Promise<DriveApprovalsOutcome> => {
  const meta = await readMetaOf(ledger, dossierId);
  if (meta.run !== run || !needsExecution(meta)) return { kind: 'outdated' };
  return { kind: await machine.start(executionName(dossierId, run), approvalInput(meta)) };
};

/** Tells the state machine of a closed or cancelled task. Without a token nobody waits yet: who stores it will find the task closed. */
const move = async (
  { ledger, machine }: DriveApprovalsDeps,
  taskId: string,
): Promise<{ readonly kind: 'moved' | 'moved-already' | 'no-token' }> => {
  const tokens = await readTokens(ledger, taskId);
  if (tokens.length === 0) return { kind: 'no-token' };
  const { dossierId, n } = parseTaskId(taskId);
  const outcome = outcomeOf(Task.parse(await ledger.readItem(taskKey(dossierId, n))));
  if (!outcome) throw new Error(`an event says that task ${taskId} is closed, the table that it is open`);
  // Mostly one of them is waited with; but a second execution started by hand waits too, and must not take the first one's place.
  let kind: 'moved' | 'moved-already' = 'moved-already';
  for (const token of tokens) if ((await machine.succeed(token, outcome)) === 'moved') kind = 'moved';
  return { kind };
};

/** Lets the execution of a stopped dossier end: it is told of each cancelled task that it waits for, and goes no further. */
const stop = async (deps: DriveApprovalsDeps, cancelled: readonly string[]): Promise<DriveApprovalsOutcome> => {
  let kind: 'moved' | 'moved-already' = 'moved-already';
  for (const taskId of cancelled) if ((await move(deps, taskId)).kind === 'moved') kind = 'moved';
  return { kind };
};

/**
 * Makes sure that a dossier which needs an execution has one. EventBridge tells of ended executions as well as it can, not for
 * certain; one of whose end nothing was heard is found here.
 */
const secure = async (
  deps: DriveApprovalsDeps,
  { subject: dossierId, correlationid: cause }: ApprovalEvent,
  inOrder: 'moved-already' | 'no-token' | 'in-order',
): Promise<DriveApprovalsOutcome> => {
  const { ledger, machine } = deps;
  const meta = await readMetaOf(ledger, dossierId);
  if (!needsExecution(meta)) return { kind: inOrder };
  const name = executionName(dossierId, meta.run);
  const status = await machine.statusOf(name);
  if (status === 'RUNNING') return { kind: inOrder };
  // The event of its start is on its way, perhaps behind this one, or was lost: starting it twice under one name is harmless.
  if (status === undefined) return { kind: (await machine.start(name, approvalInput(meta))) === 'started' ? 'started-late' : inOrder };
  const { kind } = await restartExecution(deps)({ dossierId, run: meta.run, status, cause });
  return { kind: kind === 'restarted' ? kind : inOrder };
};

/** Moves the state machine after what the dossiers' history says: starts executions, lets them go on when a task closed, and end when it was stopped. */
export const driveApprovals =
  (deps: DriveApprovalsDeps) =>
  async (event: ApprovalEvent): Promise<DriveApprovalsOutcome> => {
    const { type, subject, data } = event;
    switch (type) {
      case wireType('dossier.processing-started'):
      case wireType('dossier.execution-restarted'):
        return start(deps, subject, RunData.parse(data).run);
      case wireType('task.answered'):
      case wireType('task.decided'):
      case wireType('task.silent'): {
        const { kind } = await move(deps, TaskData.parse(data).taskId);
        return kind === 'moved' ? { kind } : secure(deps, event, kind);
      }
      case wireType('dossier.stopped'):
        return stop(deps, StopData.parse(data).cancelled);
      // Told by the sweep, days apart: a look at the execution each time.
      case wireType('dossier.escalated'):
      case wireType('dossier.extension-drafted'):
      case wireType('dossier.deadline-passed'):
        return secure(deps, event, 'in-order');
      default:
        return { kind: 'not-for-approvals' };
    }
  };
