import type { Meta } from '../ledger/meta.ts';
import { type Task, taskIdOf } from '../ledger/task.ts';

/** What an execution of the approval state machine starts with: the plan is data, read from META. */
export type ApprovalInput = {
  readonly dossierId: string;
  readonly run: number;
  readonly stages: readonly { readonly kind: 'stage'; readonly tasks: readonly { readonly taskId: string }[] }[];
};

/**
 * What the state machine is told of a task that is closed, or cancelled with its dossier. Refusals are data: they never fail an
 * execution.
 */
export type TaskOutcome = {
  readonly kind: 'positive' | 'negative' | 'granted' | 'refused' | 'cancelled';
  readonly role: Task['role'];
};

/** The clock of an approval: it waits and is told; it decides nothing. */
export type ApprovalMachine = {
  /** Starts the execution `name`; `exists` when there is one by that name, running or closed. */
  start(name: string, input: ApprovalInput): Promise<'started' | 'exists'>;
  /** How the execution `name` stands, in the words of Step Functions, perhaps some moments ago; undefined when there is none. */
  statusOf(name: string): Promise<string | undefined>;
  /** Hands an outcome to whoever waits with `token`; `moved-already` when nobody waits with it any more. */
  succeed(token: string, outcome: TaskOutcome): Promise<'moved' | 'moved-already'>;
};

const kinds = { POSITIVE: 'positive', NEGATIVE: 'negative', GRANT: 'granted', REFUSE: 'refused' } as const satisfies Record<
  NonNullable<Task['answer']>,
  TaskOutcome['kind']
>;

/** The outcome of a closed or cancelled task; undefined while an answer is still to come. */
export const outcomeOf = ({ state, answer, role }: Task): TaskOutcome | undefined => {
  if (state === 'cancelled') return { kind: 'cancelled', role };
  return state === 'closed' && answer ? { kind: kinds[answer], role } : undefined;
};

export const executionName = (dossierId: string, run: number): string => `${dossierId}-${run}`;

/** The dossier and run that an execution is named for; undefined when its name is none of ours. */
export const parseExecutionName = (name: string): { readonly dossierId: string; readonly run: number } | undefined => {
  const [, dossierId, run] = /^([0-7][0-9A-HJKMNP-TV-Z]{25})-([1-9]\d{0,8})$/.exec(name) ?? [];
  return dossierId && run ? { dossierId, run: Number(run) } : undefined;
};

export const approvalInput = ({ dossierId, run, stages }: Meta): ApprovalInput => ({
  dossierId,
  run,
  stages: stages.map((tasks) => ({ kind: 'stage', tasks: tasks.map(({ n }) => ({ taskId: taskIdOf(dossierId, n) })) })),
});

/** Whether a dossier needs an execution: it is with the agencies, or will come back to them. What awaits its number is through. */
export const needsExecution = ({ state, run, awaiting }: Meta): boolean =>
  run > 0 && !awaiting && !['processed', 'returned', 'stopped', 'not-accepted'].includes(state);
